/** The way in for programs that embed Skimmer. */
package dev.skimmer;

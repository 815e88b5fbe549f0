/** Files that a command writes for people and other programs. */
package dev.skimmer.cli.file;

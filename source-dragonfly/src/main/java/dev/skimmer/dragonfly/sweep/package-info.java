/** Asks the server about the rows that a pass has not seen. */
package dev.skimmer.dragonfly.sweep;

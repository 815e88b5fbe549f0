package dev.skimmer.cli;

import dev.skimmer.text.Printable;
import java.io.PrintStream;

/**
 * Where a command prints.
 *
 * @param out what the user asked for
 * @param err everything else
 */
record Console(PrintStream out, PrintStream err) {
  /**
   * Replaces control characters, so that what a server or a file holds cannot steer the terminal.
   */
  static String printable(String text) {
    return Printable.lines(text);
  }
}

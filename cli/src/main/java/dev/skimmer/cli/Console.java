package dev.skimmer.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.cli.text.Json;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.text.Printable;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.IntSupplier;

/**
 * Where a command prints.
 *
 * @param out what the user asked for
 * @param err everything else
 */
record Console(PrintStream out, PrintStream err) {
  /**
   * Runs a command. Where programs read the output, they also get a failure there, as one object;
   * people get it on the other stream.
   */
  int reportingFailures(OutputFormat output, IntSupplier command) {
    try {
      return command.getAsInt();
    } catch (ConnectorException e) {
      if (output == OutputFormat.json) {
        ObjectNode object = Json.object();
        object.put("outcome", "failed");
        object.put("code", e.code().name().toLowerCase(Locale.ROOT));
        object.put("message", e.getMessage());
        out.print(Json.line(object));
        out.flush();
      }
      throw e;
    }
  }

  /**
   * Replaces control characters, so that what a server or a file holds cannot steer the terminal.
   */
  static String printable(String text) {
    return Printable.lines(text);
  }
}

package dev.skimmer.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.engine.SyncResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Writes what a sync did, for people or for programs. */
final class Summary {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Summary() {}

  static String of(SyncResult result, OutputFormat format) {
    return switch (format) {
      case text -> text(result);
      case json -> json(result);
    };
  }

  /** Returns one line for people. */
  static String line(SyncResult result) {
    return String.format(
        Locale.ROOT,
        "%s %s: pass %d, %,d scanned, %,d inserted, %,d updated, %,d deleted, %,d errors, %.1f s%n",
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        result.outcome().word(),
        result.pass(),
        result.scanned(),
        result.inserted(),
        result.updated(),
        result.deleted(),
        result.errors(),
        result.durationMillis() / 1000.0);
  }

  private static String json(SyncResult result) {
    ObjectNode object = JSON.createObjectNode();
    object.put("outcome", result.outcome().word());
    object.put("pass", result.pass());
    object.put("resumed", result.resumed());
    object.put("scanned", result.scanned());
    object.put("rechecked", result.rechecked());
    object.put("inserted", result.inserted());
    object.put("updated", result.updated());
    object.put("deleted", result.deleted());
    object.put("unchanged", result.unchanged());
    object.put("vanished", result.vanished());
    object.put("errors", result.errors());
    object.put("unsupported", result.unsupported());
    object.put("out_of_scope", result.outOfScope());
    object.put("appended", result.appended());
    object.put("bytes_read", result.bytesRead());
    object.put("duration_ms", result.durationMillis());
    return object + System.lineSeparator();
  }

  private static String text(SyncResult result) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: pass %d%s in %.1f s%n"
            .formatted(
                headline(result),
                result.pass(),
                result.resumed() ? " (resumed)" : "",
                result.durationMillis() / 1000.0));
    row(text, "scanned", result.scanned());
    row(text, "inserted", result.inserted());
    row(text, "updated", result.updated());
    row(text, "deleted", result.deleted());
    row(text, "unchanged", result.unchanged());
    rowUnlessZero(text, "rechecked", result.rechecked());
    rowUnlessZero(text, "vanished", result.vanished());
    rowUnlessZero(text, "unsupported", result.unsupported());
    rowUnlessZero(text, "out of scope", result.outOfScope());
    rowUnlessZero(text, "series rows", result.appended());
    row(text, "errors", result.errors());
    row(text, "bytes read", result.bytesRead());
    return text.toString();
  }

  private static String headline(SyncResult result) {
    return switch (result.outcome()) {
      case IN_SYNC -> "In sync";
      case ERRORS -> "Finished with errors (see the errors table)";
      case INTERRUPTED -> "Interrupted; what was read is kept, and the next sync resumes";
      case FAILED -> "Failed";
    };
  }

  private static void rowUnlessZero(StringBuilder text, String name, long value) {
    if (value != 0) {
      row(text, name, value);
    }
  }

  private static void row(StringBuilder text, String name, long value) {
    text.append(String.format(Locale.ROOT, "  %-13s%,15d%n", name, value));
  }
}

package dev.skimmer.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.cli.text.Json;
import dev.skimmer.cli.text.Quantity;
import dev.skimmer.engine.SyncResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Writes what a sync did, for people or for programs. */
final class Summary {
  private Summary() {}

  static String of(SyncResult result, OutputFormat format) {
    return switch (format) {
      case text -> text(result);
      case json -> json(result);
    };
  }

  /** Returns one line for people. */
  static String line(SyncResult result) {
    return "%s %s: pass %d, %s scanned, %s inserted, %s updated, %s deleted, %s errors, %s s%n"
        .formatted(
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            result.outcome().word(),
            result.pass(),
            Quantity.count(result.scanned()),
            Quantity.count(result.inserted()),
            Quantity.count(result.updated()),
            Quantity.count(result.deleted()),
            Quantity.count(result.errors()),
            Quantity.tenths(result.durationMillis() / 1000.0));
  }

  private static String json(SyncResult result) {
    ObjectNode object = Json.object();
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
    return Json.line(object);
  }

  private static String text(SyncResult result) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: pass %d%s in %s s%n"
            .formatted(
                headline(result),
                result.pass(),
                result.resumed() ? " (resumed)" : "",
                Quantity.tenths(result.durationMillis() / 1000.0)));
    Figures.add(text, "scanned", result.scanned());
    Figures.add(text, "inserted", result.inserted());
    Figures.add(text, "updated", result.updated());
    Figures.add(text, "deleted", result.deleted());
    Figures.add(text, "unchanged", result.unchanged());
    Figures.addUnlessZero(text, "rechecked", result.rechecked());
    Figures.addUnlessZero(text, "vanished", result.vanished());
    Figures.addUnlessZero(text, "unsupported", result.unsupported());
    Figures.addUnlessZero(text, "out of scope", result.outOfScope());
    Figures.addUnlessZero(text, "series rows", result.appended());
    Figures.add(text, "errors", result.errors());
    Figures.add(text, "bytes read", result.bytesRead());
    return text.toString();
  }

  private static String headline(SyncResult result) {
    return switch (result.outcome()) {
      case IN_SYNC -> "In sync";
      case ERRORS -> "Finished with errors (see the errors table)";
      case INTERRUPTED ->
          "Interrupted; %s changed rows are kept, and the next sync goes on from there"
              .formatted(Quantity.count(result.inserted() + result.updated() + result.deleted()));
      case FAILED -> "Failed";
    };
  }
}

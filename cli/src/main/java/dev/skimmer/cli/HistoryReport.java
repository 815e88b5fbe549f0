package dev.skimmer.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.cli.text.Json;
import dev.skimmer.cli.text.Quantity;
import dev.skimmer.engine.PastSync;
import dev.skimmer.text.Printable;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Writes syncs of the past, for people or for programs. */
final class HistoryReport {
  private static final String LINE = "%-20s  %-16s  %-11s  %9s  %12s  %12s  %12s  %8s%n";

  private HistoryReport() {}

  static String of(List<PastSync> syncs, OutputFormat format) {
    return switch (format) {
      case text -> text(syncs);
      case json -> {
        ObjectNode object = Json.object();
        ArrayNode list = object.putArray("syncs");
        syncs.forEach(sync -> list.add(json(sync)));
        yield Json.line(object);
      }
    };
  }

  private static String text(List<PastSync> syncs) {
    if (syncs.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(
        LINE.formatted(
            "started", "pipeline", "outcome", "took", "inserted", "updated", "deleted", "errors"));
    for (PastSync sync : syncs) {
      text.append(
          LINE.formatted(
              sync.startedAt().truncatedTo(ChronoUnit.SECONDS),
              Printable.line(sync.pipeline()),
              Printable.line(sync.outcome()),
              Quantity.shortSpan(Duration.ofMillis(sync.durationMillis())),
              Quantity.count(sync.inserted()),
              Quantity.count(sync.updated()),
              Quantity.count(sync.deleted()),
              Quantity.count(sync.errors())));
      sync.message().ifPresent(why -> text.append("  %s%n".formatted(Printable.line(why))));
    }
    return text.toString();
  }

  static ObjectNode json(PastSync sync) {
    ObjectNode object = Json.object();
    object.put("id", sync.id());
    object.put("pipeline", sync.pipeline());
    object.put("pass", sync.pass());
    object.put("started_at", sync.startedAt().toString());
    object.put("finished_at", sync.finishedAt().toString());
    object.put("outcome", sync.outcome());
    object.put("resumed", sync.resumed());
    object.put("scanned", sync.scanned());
    object.put("inserted", sync.inserted());
    object.put("updated", sync.updated());
    object.put("deleted", sync.deleted());
    object.put("unchanged", sync.unchanged());
    object.put("errors", sync.errors());
    object.put("appended", sync.appended());
    object.put("bytes_read", sync.bytesRead());
    object.put("duration_ms", sync.durationMillis());
    sync.message().ifPresent(message -> object.put("message", message));
    return object;
  }
}

package dev.skimmer.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.cli.text.Json;
import dev.skimmer.engine.DryRunResult;
import dev.skimmer.engine.PlannedChange;
import dev.skimmer.text.Printable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Writes what a sync would do, with a few keys of each kind of change. */
final class DryRunReport implements Consumer<PlannedChange> {
  private static final int OF_EACH_KIND = 10;

  private final Map<PlannedChange.Kind, List<PlannedChange>> samples =
      new EnumMap<>(PlannedChange.Kind.class);

  @Override
  public void accept(PlannedChange change) {
    List<PlannedChange> sample = samples.computeIfAbsent(change.kind(), kind -> new ArrayList<>());
    if (sample.size() < OF_EACH_KIND) {
      sample.add(change);
    }
  }

  String text(DryRunResult result, OutputFormat format) {
    return switch (format) {
      case text -> text(result);
      case json -> Json.line(json(result));
    };
  }

  private String text(DryRunResult result) {
    StringBuilder text = new StringBuilder();
    text.append("%s%n".formatted(headline(result)));
    Figures.add(text, "inserted", result.inserted());
    Figures.add(text, "updated", result.updated());
    Figures.add(text, "deleted", result.deleted());
    Figures.add(text, "unchanged", result.unchanged());
    Figures.add(text, "errors", result.errors());
    Figures.add(text, "series rows", result.appended());
    Figures.add(text, "out of scope", result.outOfScope());
    samples.forEach((kind, sample) -> append(text, kind, sample));
    return text.toString();
  }

  private static String headline(DryRunResult result) {
    if (!result.finished()) {
      return "Interrupted; of what was read so far, a sync would write:";
    }
    return result.guarded()
        ? "A sync would be stopped by max_delete_percent. Without that it would write:"
        : "Nothing was written. A sync would write:";
  }

  private static void append(
      StringBuilder text, PlannedChange.Kind kind, List<PlannedChange> sample) {
    text.append("%n%s, such as%n".formatted(word(kind)));
    for (PlannedChange change : sample) {
      text.append("  %s  %s%n".formatted(change.table(), Printable.line(change.keyText())));
    }
  }

  private ObjectNode json(DryRunResult result) {
    ObjectNode object = Json.object();
    object.put("outcome", result.finished() ? "dry_run" : "interrupted");
    object.put("inserted", result.inserted());
    object.put("updated", result.updated());
    object.put("deleted", result.deleted());
    object.put("unchanged", result.unchanged());
    object.put("errors", result.errors());
    object.put("appended", result.appended());
    object.put("out_of_scope", result.outOfScope());
    object.put("guarded", result.guarded());
    ArrayNode list = object.putArray("sample");
    samples.forEach(
        (kind, sample) ->
            sample.forEach(
                change ->
                    list.addObject()
                        .put("change", word(kind))
                        .put("table", change.table().name())
                        .put("key", change.keyText())));
    return object;
  }

  private static String word(PlannedChange.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}

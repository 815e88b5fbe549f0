package dev.skimmer.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.cli.text.Json;
import dev.skimmer.cli.text.Quantity;
import dev.skimmer.engine.Difference;
import dev.skimmer.engine.RepairResult;
import dev.skimmer.engine.Verdict;
import dev.skimmer.engine.VerificationResult;
import dev.skimmer.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Writes what a verification found, for people or for programs; never a value. */
final class VerifyReport implements Consumer<Difference> {
  private final int limit;
  private final List<Difference> listed = new ArrayList<>();

  VerifyReport(int limit) {
    this.limit = limit;
  }

  @Override
  public void accept(Difference difference) {
    if (listed.size() < limit) {
      listed.add(difference);
    }
  }

  String text(Verdict verdict, OutputFormat format) {
    return switch (format) {
      case text -> text(verdict);
      case json -> Json.line(json(verdict));
    };
  }

  private static String outcome(Verdict verdict) {
    if (!verdict.isFinished()) {
      return "interrupted";
    }
    if (verdict.repaired().isPresent()) {
      return "repaired";
    }
    return verdict.found().isEqual() ? "equal" : "different";
  }

  private String text(Verdict verdict) {
    VerificationResult found = verdict.found();
    StringBuilder text = new StringBuilder();
    text.append("%s%n".formatted(headline(verdict)));
    found.keys().ifPresent(keys -> Figures.add(text, "keys", keys));
    Figures.add(text, "rows", found.rows());
    Figures.add(text, "compared", found.compared());
    Figures.addUnlessZero(text, "unreadable", found.unreadable());
    Figures.addUnlessZero(text, "out of scope", found.outOfScope());
    Figures.addUnlessZero(text, "kept history", found.kept());
    found
        .differences()
        .forEach(
            (kind, number) ->
                text.append(
                    "%n%s: %s%n  %s%n"
                        .formatted(kind.word(), Quantity.count(number), kind.explanation())));
    appendList(text, found);
    verdict.repaired().ifPresent(repaired -> append(text, repaired));
    appendNotes(text, found);
    return text.toString();
  }

  private static String headline(Verdict verdict) {
    return switch (outcome(verdict)) {
      case "equal" ->
          verdict.found().sample()
              ? "No difference in the counts and in a sample of the rows"
              : "Equal: every key has its row, and every row its key";
      case "interrupted" -> "Interrupted; what was found so far:";
      case "repaired" -> "Different; the rows below were written anew";
      default -> "Different; nothing was changed";
    };
  }

  private void appendList(StringBuilder text, VerificationResult found) {
    if (!listed.isEmpty()) {
      text.append("%n".formatted());
    }
    for (Difference difference : listed) {
      String subkey = difference.subkeyText().isEmpty() ? "" : " @ " + difference.subkeyText();
      String columns =
          difference.columns().isEmpty()
              ? ""
              : " (" + String.join(", ", difference.columns()) + ")";
      text.append(
          "  %-19s %s  %s%s%s%n"
              .formatted(
                  difference.kind().word(),
                  difference.table(),
                  Printable.line(difference.keyText()),
                  Printable.line(subkey),
                  columns));
    }
    long all = found.differences().values().stream().mapToLong(Long::longValue).sum();
    if (all > listed.size()) {
      text.append(
          "  ... and %d more; --limit says how many are listed%n".formatted(all - listed.size()));
    }
  }

  private static void append(StringBuilder text, RepairResult repaired) {
    text.append("%nRepaired%n".formatted());
    Figures.add(text, "inserted", repaired.inserted());
    Figures.add(text, "updated", repaired.updated());
    Figures.add(text, "deleted", repaired.deleted());
    Figures.addUnlessZero(text, "series rows", repaired.appended());
    Figures.addUnlessZero(text, "errors", repaired.errors());
    if (repaired.beyondRepair() > 0) {
      text.append(
          "  %d rows have a key that is no text of Skimmer's, or a wrong hash: remove them by hand%n"
              .formatted(repaired.beyondRepair()));
    }
  }

  private static void appendNotes(StringBuilder text, VerificationResult found) {
    if (found.isCountDifferent()) {
      text.append(
          "%nThe counts differ: run verify without --sample to see which keys and rows.%n"
              .formatted());
    }
    if (found.tablesChanged()) {
      text.append(
          "%nA sync has written meanwhile: run verify again before you trust the differences.%n"
              .formatted());
    }
  }

  private ObjectNode json(Verdict verdict) {
    VerificationResult found = verdict.found();
    ObjectNode object = Json.object();
    object.put("outcome", outcome(verdict));
    found.keys().ifPresent(keys -> object.put("keys", keys));
    object.put("rows", found.rows());
    object.put("compared", found.compared());
    object.put("sample", found.sample());
    object.put("counts_differ", found.isCountDifferent());
    object.put("unreadable", found.unreadable());
    object.put("out_of_scope", found.outOfScope());
    object.put("kept", found.kept());
    object.put("tables_changed", found.tablesChanged());
    ObjectNode differences = object.putObject("differences");
    found.differences().forEach((kind, number) -> differences.put(kind.word(), number));
    ArrayNode list = object.putArray("listed");
    for (Difference difference : listed) {
      ObjectNode entry = list.addObject();
      entry.put("table", difference.table().name());
      entry.put("key", difference.keyText());
      if (!difference.subkeyText().isEmpty()) {
        entry.put("subkey", difference.subkeyText());
      }
      entry.put("kind", difference.kind().word());
      ArrayNode columns = entry.putArray("columns");
      difference.columns().forEach(columns::add);
    }
    verdict
        .repaired()
        .ifPresent(
            repaired -> {
              ObjectNode written = object.putObject("repaired");
              written.put("inserted", repaired.inserted());
              written.put("updated", repaired.updated());
              written.put("deleted", repaired.deleted());
              written.put("appended", repaired.appended());
              written.put("errors", repaired.errors());
              written.put("beyond_repair", repaired.beyondRepair());
            });
    return object;
  }
}

package dev.skimmer.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.cli.text.Json;
import dev.skimmer.engine.PipelineReport;
import dev.skimmer.profile.Tally;
import dev.skimmer.profile.TtlHorizon;
import dev.skimmer.report.LargeKey;
import dev.skimmer.report.TableReport;
import dev.skimmer.report.UnreadableKeys;
import dev.skimmer.text.Printable;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes a report for programs; its page draws its charts from the same object. */
public final class ReportJson {
  /** Of the object's form. */
  static final int VERSION = 1;

  /** Of all families, those with the most keys. */
  static final int MOST_FAMILIES = 200;

  private ReportJson() {}

  /** Returns the object without its syncs, which their own report writes. */
  public static ObjectNode of(PipelineReport report, Optional<EarlierReport> earlier) {
    ObjectNode object = Json.object();
    object.put("report", VERSION);
    object.put("pipeline", report.pipeline());
    object.put("at", report.at().toString());
    earlier.ifPresent(before -> object.put("growth_since", before.at().toString()));
    ArrayNode tables = object.putArray("tables");
    report.tables().forEach(table -> tables.add(table(table, earlier)));
    return object;
  }

  private static ObjectNode table(TableReport report, Optional<EarlierReport> earlier) {
    ObjectNode table = Json.object();
    table.put("table", report.table());
    table.put("keys", report.profile().all().keys());
    table.put("expiring", report.profile().all().expiring());
    table.put("overdue", report.overdue());
    table.set("types", tallies(report.profile().byKind(), Integer.MAX_VALUE));
    table.set("families", tallies(report.profile().byFamily(), MOST_FAMILIES));
    table.put("families_in_all", report.profile().byFamily().size());
    expiries(table.putArray("expires"), report);
    sizes(table.putArray("sizes"), report);
    ArrayNode largest = table.putArray("largest");
    report.largest().forEach(key -> fill(largest.addObject(), key));
    ArrayNode written = table.putArray("written_lately");
    report.written().entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(MOST_FAMILIES)
        .forEach(family -> named(written, family.getKey()).put("rows", family.getValue()));
    earlier.ifPresent(
        before -> {
          ArrayNode growth = table.putArray("growth");
          before
              .growth(report)
              .forEach(
                  one ->
                      named(growth, one.family())
                          .put("before", one.before())
                          .put("now", one.now()));
        });
    errors(table.putObject("errors"), report.unreadable());
    return table;
  }

  private static ObjectNode named(ArrayNode array, String name) {
    return array.addObject().put("name", Printable.shortened(name));
  }

  private static ArrayNode tallies(Map<String, Tally> tallies, int most) {
    ArrayNode array = Json.array();
    tallies.entrySet().stream()
        .limit(most)
        .forEach(
            entry -> {
              Tally tally = entry.getValue();
              ObjectNode object = named(array, entry.getKey());
              object.put("keys", tally.keys());
              object.put("expiring", tally.expiring());
              if (tally.sized() > 0) {
                object.put("size", tally.size());
                object.put("mean_size", tally.meanSize());
                object.put("largest", tally.largest());
              }
            });
    return array;
  }

  private static void expiries(ArrayNode array, TableReport report) {
    for (TtlHorizon horizon : TtlHorizon.values()) {
      array
          .addObject()
          .put("name", horizon.name().toLowerCase(Locale.ROOT))
          .put("words", horizon.words())
          .put("keys", report.profile().byHorizon().getOrDefault(horizon, 0L));
    }
  }

  private static void sizes(ArrayNode array, TableReport report) {
    report
        .sizes()
        .forEach(
            (kind, counts) -> {
              ArrayNode places = named(array, kind).putArray("keys_by_digits");
              for (long count : counts) {
                places.add(count);
              }
            });
  }

  private static void fill(ObjectNode object, LargeKey key) {
    object.put("key", key.key()).put("type", key.kind()).put("size", key.size());
    key.expiresAt().ifPresent(expiry -> object.put("expires_at", expiry.toString()));
  }

  private static void errors(ObjectNode object, UnreadableKeys unreadable) {
    object.put("keys", unreadable.keys());
    ObjectNode codes = object.putObject("by_code");
    unreadable.byCode().forEach(codes::put);
    ArrayNode listed = object.putArray("listed");
    for (UnreadableKeys.Entry entry : unreadable.listed()) {
      ObjectNode one = listed.addObject();
      one.put("key", entry.key()).put("type", entry.kind()).put("code", entry.code());
      one.put("message", entry.message());
      entry.since().ifPresent(since -> one.put("since", since.toString()));
    }
  }
}

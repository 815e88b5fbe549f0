package dev.skimmer.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.cli.text.Json;
import dev.skimmer.cli.text.Quantity;
import dev.skimmer.engine.PipelineStatus;
import dev.skimmer.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Writes how pipelines stand, for people or for programs.
 *
 * @param now what ages are told against
 */
record StatusReport(Instant now) {
  String of(List<PipelineStatus> pipelines, OutputFormat format) {
    return switch (format) {
      case text -> {
        StringBuilder text = new StringBuilder();
        pipelines.forEach(pipeline -> append(text, pipeline));
        yield text.toString();
      }
      case json -> Json.line(json(pipelines));
    };
  }

  private void append(StringBuilder text, PipelineStatus status) {
    text.append("%s%n".formatted(Printable.line(status.pipeline())));
    row(text, "source", status.source().map(Printable::line).orElse("none, until the next sync"));
    row(
        text,
        "last sync",
        "%s, %s ago, took %s"
            .formatted(
                Printable.line(status.last().outcome()),
                age(status.last().finishedAt()),
                Quantity.shortSpan(Duration.ofMillis(status.last().durationMillis()))));
    status.last().message().ifPresent(message -> row(text, "message", Printable.line(message)));
    row(
        text,
        "tables",
        status
            .currentSince()
            .map(since -> "as of %s ago or later".formatted(age(since)))
            .orElse("no pass has come to its end yet"));
    row(
        text,
        "pass",
        "%d, %s".formatted(status.pass(), status.complete() ? "complete" : "unfinished"));
    status
        .holder()
        .ifPresent(
            holder ->
                row(
                    text,
                    "held by",
                    "%s since %s, until %s unless renewed"
                        .formatted(
                            Printable.line(holder.description()),
                            seconds(holder.since()),
                            seconds(holder.until()))));
    PipelineStatus.Totals totals = status.totals();
    row(
        text,
        "in all",
        "%s syncs (%s unfinished), %s inserted, %s updated, %s deleted, %s series rows"
            .formatted(
                Quantity.count(totals.syncs()),
                Quantity.count(totals.unfinished()),
                Quantity.count(totals.inserted()),
                Quantity.count(totals.updated()),
                Quantity.count(totals.deleted()),
                Quantity.count(totals.appended())));
    row(text, "growth", growth(status.growth()));
  }

  private static String growth(PipelineStatus.Growth growth) {
    String span = "the last %d h".formatted(growth.span().toHours());
    return growth.syncs() == 0
        ? "no sync in " + span
        : "%s%s keys in %s (%s syncs)"
            .formatted(
                growth.keys() > 0 ? "+" : "",
                Quantity.count(growth.keys()),
                span,
                Quantity.count(growth.syncs()));
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append("  %-11s%s%n".formatted(name, value));
  }

  private String age(Instant then) {
    return Quantity.span(Duration.between(then, now));
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  private ObjectNode json(List<PipelineStatus> pipelines) {
    ObjectNode object = Json.object();
    ArrayNode list = object.putArray("pipelines");
    pipelines.forEach(pipeline -> list.add(json(pipeline)));
    return object;
  }

  ObjectNode json(PipelineStatus status) {
    ObjectNode object = Json.object();
    object.put("pipeline", status.pipeline());
    status.source().ifPresent(source -> object.put("source", source));
    object.put("pass", status.pass());
    object.put("complete", status.complete());
    status
        .currentSince()
        .ifPresent(
            since -> {
              object.put("current_since", since.toString());
              object.put("lag_seconds", Math.max(0, Duration.between(since, now).toSeconds()));
            });
    status
        .holder()
        .ifPresent(
            holder ->
                object
                    .putObject("holder")
                    .put("description", holder.description())
                    .put("since", holder.since().toString())
                    .put("until", holder.until().toString()));
    object.set("last_sync", HistoryReport.json(status.last()));
    PipelineStatus.Totals totals = status.totals();
    object
        .putObject("totals")
        .put("syncs", totals.syncs())
        .put("unfinished", totals.unfinished())
        .put("inserted", totals.inserted())
        .put("updated", totals.updated())
        .put("deleted", totals.deleted())
        .put("appended", totals.appended());
    object
        .putObject("growth")
        .put("hours", status.growth().span().toHours())
        .put("syncs", status.growth().syncs())
        .put("keys", status.growth().keys());
    return object;
  }
}

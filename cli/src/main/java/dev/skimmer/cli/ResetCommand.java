package dev.skimmer.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.cli.text.Json;
import dev.skimmer.cli.text.Quantity;
import dev.skimmer.engine.Outcome;
import dev.skimmer.engine.Pipeline;
import dev.skimmer.engine.ResetResult;
import dev.skimmer.engine.Run;
import dev.skimmer.engine.TableContent;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.text.Printable;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Empties the tables of a pipeline, so that the next sync is a first one. */
@Command(
    name = "reset",
    header = "Empties the tables, so that the next sync is a first one.",
    description = {
      "Removes every row of the pipeline's tables (keys, samples, entries, errors) and forgets how"
          + " far it was synced, so that the next sync copies everything anew. Keeps the tables"
          + " themselves, the rows of other pipelines, and the history in _skimmer_syncs; changes"
          + " nothing on the server. Asks first."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: skimmer reset CONFIG.json --yes"})
final class ResetCommand implements Callable<Integer> {
  private static final int DECLINED = ErrorCode.CONFIG_INVALID.exitCode();

  private final ConfigurationReader reader;
  private final Console console;
  private final Confirmation confirmation;
  private final StopOnSignal signals;

  @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

  @Mixin private OutputOption output = new OutputOption();

  @Option(names = "--yes", description = "Does not ask.")
  private boolean yes;

  @Inject
  ResetCommand(
      ConfigurationReader reader,
      Console console,
      Confirmation confirmation,
      StopOnSignal signals) {
    this.signals = signals;
    this.reader = reader;
    this.console = console;
    this.confirmation = confirmation;
  }

  @Override
  public Integer call() {
    return console.reportingFailures(output.format(), this::reset);
  }

  private int reset() {
    Pipeline pipeline = configuration.read(reader);
    Optional<ResetResult> result =
        yes || isConfirmed(pipeline.contents()) ? Optional.of(run(pipeline)) : Optional.empty();
    console.out().print(output.format() == OutputFormat.json ? json(result) : text(result));
    console.out().flush();
    return result.map(ResetCommand::exitCode).orElse(DECLINED);
  }

  private ResetResult run(Pipeline pipeline) {
    Run<ResetResult> reset = pipeline.reset();
    signals.watch(reset::stop);
    return reset.run();
  }

  private static int exitCode(ResetResult result) {
    return (result.finished() ? Outcome.IN_SYNC : Outcome.INTERRUPTED).exitCode();
  }

  private boolean isConfirmed(List<TableContent> contents) {
    String tables = contents.stream().map(ResetCommand::describe).collect(Collectors.joining(", "));
    String question =
        "This empties %s, and forgets how far they were synced. Go on? [y/N] "
            .formatted(tables.isEmpty() ? "no table" : tables);
    return switch (confirmation.ask(question)) {
      case YES -> true;
      case NO -> false;
      case NOBODY_THERE ->
          throw new ConnectorException(
              ErrorCode.CONFIG_INVALID,
              "There is no terminal on which to ask whether to empty the tables. Nothing was changed. Say --yes if you mean it.");
    };
  }

  private static String describe(TableContent content) {
    String name = Printable.line(content.table().name());
    return content.rows().isPresent()
        ? "%s (%s rows)".formatted(name, Quantity.count(content.rows().getAsLong()))
        : name;
  }

  private static String text(Optional<ResetResult> result) {
    return result
        .map(
            removed ->
                "%s: removed %s rows, the samples or entries of %s keys, and %s entries of errors.%n%s%n"
                    .formatted(
                        removed.finished() ? "Reset" : "Interrupted",
                        Quantity.count(removed.rows()),
                        Quantity.count(removed.series()),
                        Quantity.count(removed.errors()),
                        removed.finished()
                            ? "Kept the tables, and the history in _skimmer_syncs. The next sync copies everything."
                            : "The next sync brings these back, or another reset removes the rest."))
        .orElseGet(() -> "Nothing was changed.%n".formatted());
  }

  private static String json(Optional<ResetResult> result) {
    ObjectNode object = Json.object();
    object.put(
        "outcome",
        result.map(removed -> removed.finished() ? "reset" : "interrupted").orElse("declined"));
    result.ifPresent(
        removed ->
            object
                .put("rows", removed.rows())
                .put("series_keys", removed.series())
                .put("errors", removed.errors()));
    return Json.line(object);
  }
}

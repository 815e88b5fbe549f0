package dev.skimmer.cli;

import dev.skimmer.cli.progress.Progress;
import dev.skimmer.engine.Outcome;
import dev.skimmer.engine.Pipeline;
import dev.skimmer.engine.Run;
import dev.skimmer.engine.Verdict;
import jakarta.inject.Inject;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proves that the tables equal the keyspace. */
@Command(
    name = "verify",
    header = "Proves that the tables equal the keyspace.",
    description = {
      "Reads every row with its value and every key, and"
          + " compares what a sync would write now with what the row holds. Says what differs and"
          + " why it may. Changes nothing without --repair."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: skimmer verify CONFIG.json",
      "",
      "Exit codes: 0 equal, or repaired; 6 different, or some keys could not be read; others as of"
          + " sync."
    })
final class VerifyCommand implements Callable<Integer> {
  private final ConfigurationReader reader;
  private final StopOnSignal signals;
  private final Console console;
  private final Messages messages;

  @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = "--sample",
      paramLabel = "ROWS",
      description =
          "Compares the counts, and about so many rows of each table, chosen at random; the server is"
              + " asked for their keys alone.")
  private Long sample;

  @Option(
      names = "--limit",
      paramLabel = "NUMBER",
      description = "How many differences are listed (default: ${DEFAULT-VALUE}); all are counted.",
      defaultValue = "100")
  private int limit;

  @Option(names = "--repair", description = "Reads the keys that differ again, and writes them.")
  private boolean repair;

  @Inject
  VerifyCommand(
      ConfigurationReader reader, StopOnSignal signals, Console console, Messages messages) {
    this.messages = messages;
    this.reader = reader;
    this.signals = signals;
    this.console = console;
  }

  @Override
  public Integer call() {
    return console.reportingFailures(output.format(), this::verify);
  }

  private int verify() {
    OptionalLong rows = sample == null ? OptionalLong.empty() : OptionalLong.of(sample);
    VerifyReport report = new VerifyReport(Math.max(0, limit));
    Progress progress = messages.isJson() ? Progress.LOGGED : Progress.NORMAL;
    Pipeline pipeline = configuration.read(reader).listener(progress.listener());
    Run<Verdict> run = repair ? pipeline.repair(rows, report) : pipeline.verify(rows, report);
    signals.watch(run::stop);
    Verdict verdict = run.run();
    console.out().print(report.text(verdict, output.format()));
    console.out().flush();
    return exitCode(verdict);
  }

  private static int exitCode(Verdict verdict) {
    if (!verdict.isFinished()) {
      return Outcome.INTERRUPTED.exitCode();
    }
    return (verdict.isEqual() ? Outcome.IN_SYNC : Outcome.ERRORS).exitCode();
  }
}

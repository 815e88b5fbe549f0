package dev.skimmer.cli;

import dev.skimmer.cli.signal.SystemSignal;
import dev.skimmer.engine.Consent;
import dev.skimmer.engine.DryRunResult;
import dev.skimmer.engine.Outcome;
import dev.skimmer.engine.Pipeline;
import dev.skimmer.engine.Run;
import dev.skimmer.engine.SyncResult;
import dev.skimmer.engine.Watch;
import dev.skimmer.engine.WatchListener;
import dev.skimmer.spi.ErrorCode;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes the tables equal to the keyspace. */
@Command(
    name = "sync",
    description = "Makes the tables equal to the keyspace: one pass.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: skimmer sync CONFIG.json --to duckdb:shop.duckdb",
      "",
      "Exit codes: 0 in sync; 1 a bug; 2 configuration; 3 source unreachable; 4 authentication or"
          + " TLS; 5 destination; 6 finished, but some keys are in the errors table; 7 the guard"
          + " stopped the sweep; 8 another sync holds the pipeline; 130, 143 stopped by a signal."
    })
final class SyncCommand implements Callable<Integer> {
  static final String STOPPING = "stopping; what was committed is kept ...";

  private final ConfigurationReader reader;
  private final SyncRunner runner;
  private final StopOnSignal signals;
  private final Console console;
  private final Messages messages;

  @Spec private CommandSpec spec;

  @Mixin private ConfigurationOptions configuration = new ConfigurationOptions();

  @Mixin private OutputOption output = new OutputOption();

  @Mixin private ProgressOptions progress = new ProgressOptions();

  @Mixin private MetricsOptions metrics = new MetricsOptions();

  @Option(
      names = "--adopt",
      description = "Takes over a table that another source filled, or that has no state.")
  private boolean adopt;

  @Option(
      names = "--take-over",
      description =
          "Takes the pipeline at once from a sync that holds it; should that one still run, it fails"
              + " at its next commit.")
  private boolean takeOver;

  @Option(
      names = "--prune",
      description =
          "Removes the rows that key_pattern leaves out by now, once the pass is complete; without it"
              + " they are left alone.")
  private boolean prune;

  @Option(
      names = "--dry-run",
      description = "Tells what a sync would do, with some keys of each kind, and writes nothing.")
  private boolean dryRun;

  @Option(
      names = "--watch",
      paramLabel = "INTERVAL",
      converter = IntervalConverter.class,
      description =
          "Syncs again and again, with so much time in between, such as 30s or 5m, until it is"
              + " stopped. Lost connections are opened again; SIGHUP reads the configuration again.")
  private Duration watch;

  @Inject
  SyncCommand(
      ConfigurationReader reader,
      SyncRunner runner,
      StopOnSignal signals,
      Console console,
      Messages messages) {
    this.messages = messages;
    this.reader = reader;
    this.runner = runner;
    this.signals = signals;
    this.console = console;
  }

  @Override
  public Integer call() {
    if (progress.isQuiet()) {
      messages.tellErrorsAlone();
    }
    if (watch != null && dryRun) {
      throw new ParameterException(
          spec.commandLine(), "A dry run happens once. Leave out --dry-run or --watch.");
    }
    metrics
        .objection(watch != null, dryRun)
        .ifPresent(
            objection -> {
              throw new ParameterException(spec.commandLine(), objection);
            });
    if (watch != null) {
      return console.reportingFailures(output.format(), this::watch);
    }
    return console.reportingFailures(output.format(), dryRun ? this::tellChanges : this::sync);
  }

  private int sync() {
    Pipeline pipeline = pipeline();
    Supplier<SyncResult> sync = () -> runner.run(pipeline, progress.of(messages));
    Optional<MeasuredSync> measuring = metrics.begin(pipeline, measured -> {});
    try {
      SyncResult result = measuring.map(each -> each.run(sync)).orElseGet(sync);
      print(() -> Summary.of(result, output.format()));
      return result.outcome().exitCode();
    } finally {
      measuring.ifPresent(MeasuredSync::close);
    }
  }

  /** Prints a line a pass. */
  private int watch() {
    Pipeline begun = pipeline();
    Optional<MeasuredSync> measuring = metrics.begin(begun, this::print);
    try {
      measuring.flatMap(MeasuredSync::url).ifPresent(this::tellWhere);
      Watch passes =
          begun.watch(
              watch, measuring.<WatchListener>map(measured -> measured).orElse(this::print));
      signals.watch(
          () -> {
            if (!progress.isQuiet()) {
              messages.say(STOPPING);
            }
            passes.stop();
          });
      SystemSignal.listen("HUP", () -> passes.reload(this::pipeline));
      passes.run();
    } finally {
      measuring.ifPresent(MeasuredSync::close);
    }
    return Outcome.INTERRUPTED.exitCode();
  }

  private Pipeline pipeline() {
    Pipeline pipeline = configuration.read(reader).listener(progress.of(messages).listener());
    pipeline = adopt ? pipeline.consent(Consent.ADOPT) : pipeline;
    pipeline = prune ? pipeline.consent(Consent.PRUNE) : pipeline;
    return takeOver ? pipeline.consent(Consent.TAKE_OVER) : pipeline;
  }

  private void tellWhere(String url) {
    if (!progress.isQuiet()) {
      messages.say("metrics at " + url);
    }
  }

  private void print(SyncResult result) {
    print(
        () ->
            switch (output.format()) {
              case text -> Summary.line(result);
              case json -> Summary.of(result, output.format());
            });
  }

  private int tellChanges() {
    DryRunReport report = new DryRunReport();
    Run<DryRunResult> run = pipeline().dryRun(report);
    signals.watch(run::stop);
    DryRunResult result = run.run();
    print(() -> report.text(result, output.format()));
    if (!result.finished()) {
      return Outcome.INTERRUPTED.exitCode();
    }
    if (result.guarded()) {
      return ErrorCode.DELETE_GUARD.exitCode();
    }
    return (result.errors() > 0 ? Outcome.ERRORS : Outcome.IN_SYNC).exitCode();
  }

  /** Prints what was asked for: a text for people is not, where it is to be quiet. */
  private void print(Supplier<String> text) {
    if (!progress.isQuiet() || output.format() == OutputFormat.json) {
      console.out().print(text.get());
      console.out().flush();
    }
  }
}

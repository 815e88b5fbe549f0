package dev.skimmer.cli;

import dev.skimmer.engine.Consent;
import dev.skimmer.engine.DryRunResult;
import dev.skimmer.engine.Outcome;
import dev.skimmer.engine.SyncResult;
import dev.skimmer.spi.ErrorCode;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
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
  private final ConfigurationReader reader;
  private final SyncRunner runner;
  private final WatchRunner watcher;
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
      WatchRunner watcher,
      Console console,
      Messages messages) {
    this.messages = messages;
    this.reader = reader;
    this.runner = runner;
    this.watcher = watcher;
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
    PipelineConfiguration pipeline = configuration.read(reader);
    Supplier<SyncResult> sync = () -> runner.run(pipeline, consents(), progress.detail(messages));
    SyncResult result =
        metrics
            .begin(pipeline, measured -> {})
            .map(measuring -> measuring.run(sync))
            .orElseGet(sync);
    print(() -> Summary.of(result, output.format()));
    return result.outcome().exitCode();
  }

  /** Prints a line a pass. */
  private int watch() {
    PipelineConfiguration begun = configuration.read(reader);
    AtomicReference<PipelineConfiguration> first = new AtomicReference<>(begun);
    Optional<MeasuredSync> measuring = metrics.begin(begun, this::print);
    try {
      measuring.flatMap(MeasuredSync::url).ifPresent(this::tellWhere);
      watcher.run(
          () -> Optional.ofNullable(first.getAndSet(null)).orElseGet(this::configuration),
          consents(),
          watch,
          progress.detail(messages),
          measuring.<WatchReport>map(measured -> measured).orElse(this::print));
    } finally {
      measuring.ifPresent(MeasuredSync::close);
    }
    return Outcome.INTERRUPTED.exitCode();
  }

  private PipelineConfiguration configuration() {
    return configuration.read(reader);
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
    DryRunResult result = runner.dryRun(configuration.read(reader), consents(), report);
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

  private Set<Consent> consents() {
    Set<Consent> consents = EnumSet.noneOf(Consent.class);
    if (adopt) {
      consents.add(Consent.ADOPT);
    }
    if (takeOver) {
      consents.add(Consent.TAKE_OVER);
    }
    return consents;
  }
}

package dev.skimmer.cli;

import dev.skimmer.cli.progress.Progress;
import dev.skimmer.cli.signal.SystemSignal;
import dev.skimmer.engine.Consent;
import dev.skimmer.engine.SyncResult;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Source;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Syncs again and again, until a signal comes or something has to be changed by the user. */
final class WatchRunner {
  private static final Logger LOG = LoggerFactory.getLogger(WatchRunner.class);

  static final String STOPPING = "stopping; what was committed is kept ...";

  private final StopOnSignal signals;
  private final Messages messages;

  @Inject
  WatchRunner(StopOnSignal signals, Messages messages) {
    this.signals = signals;
    this.messages = messages;
  }

  /**
   * Watches.
   *
   * @param configuration reads the configuration, now and whenever SIGHUP comes
   * @param consents given for the first pass
   * @param interval from the end of a pass to the next look
   * @param detail how much is shown of a pass
   * @param report is told of each pass and each failure
   * @throws ConnectorException when something fails that does not pass by itself
   */
  void run(
      Supplier<PipelineConfiguration> configuration,
      Set<Consent> consents,
      Duration interval,
      Progress.Detail detail,
      WatchReport report) {
    WatchPace pace = new WatchPace(interval);
    WatchedPasses passes = new WatchedPasses(pace, detail, consents);
    signals.watch(
        () -> {
          if (detail != Progress.Detail.QUIET) {
            messages.say(STOPPING);
          }
          passes.stop();
        });
    SystemSignal.listen("HUP", pace::reload);
    PipelineConfiguration current = configuration.get();
    while (!pace.isStopped()) {
      try {
        watch(current, passes, pace, report);
      } catch (ConnectorException e) {
        report.failed(e);
        waitForBetterTimes(e, passes, pace);
      }
      if (pace.takeReload()) {
        current = reloaded(configuration, current);
      }
    }
  }

  private static void watch(
      PipelineConfiguration current,
      WatchedPasses passes,
      WatchPace pace,
      Consumer<SyncResult> report) {
    Context context = Context.system();
    try (Source.Session source = current.source().open(context);
        WatchedDestination destination = new WatchedDestination(current, source, context)) {
      passes.forgetMark();
      while (pace.goesOn()) {
        passes.passIfDue(source, destination, current.options().fullPassMinutes(), report);
        pace.awaitTick();
      }
    }
  }

  /** Another program may hold a file for a moment, once a first pass has shown that it is ours. */
  private static void waitForBetterTimes(
      ConnectorException failure, WatchedPasses passes, WatchPace pace) {
    boolean passing =
        switch (failure.category()) {
          case TRANSIENT, COMMIT_UNKNOWN -> true;
          case CONFLICT -> failure.code() == ErrorCode.PIPELINE_BUSY && passes.hasFinishedOne();
          case CONFIG, DATA, INTERNAL -> false;
        };
    if (!passing) {
      throw failure;
    }
    Duration wait = pace.nextBackoff();
    LOG.warn("{} Trying again in about {} s.", failure.getMessage(), wait.toSeconds());
    pace.await(wait);
  }

  private static PipelineConfiguration reloaded(
      Supplier<PipelineConfiguration> configuration, PipelineConfiguration current) {
    try {
      PipelineConfiguration read = configuration.get();
      LOG.info("The configuration was read again.");
      return read;
    } catch (ConnectorException e) {
      LOG.warn("The configuration stays as it was: {}", e.getMessage());
      return current;
    }
  }
}

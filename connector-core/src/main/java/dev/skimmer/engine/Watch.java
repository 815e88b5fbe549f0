package dev.skimmer.engine;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Syncs again and again, until it is stopped or something fails that does not pass by itself. A
 * source that counts its changes, and has counted none, is not read. Keys that the source names by
 * itself are read between the passes. Lost connections are opened again, after waits that grow up
 * to a minute.
 *
 * <p>One thread runs it, once; any may stop it or have it reload.
 */
public final class Watch {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  private final Time time;
  private final WatchPace pace;
  private final WatchListener listener;
  private final AtomicReference<OpenSync> open = new AtomicReference<>();
  private final AtomicReference<Supplier<Pipeline>> reloaded = new AtomicReference<>();
  private Pipeline pipeline;
  private boolean passEnded;
  private boolean passFinished;

  /**
   * Creates a watch.
   *
   * @param interval from the end of a pass to the next look
   */
  Watch(Pipeline pipeline, Duration interval, WatchListener listener, Time time) {
    this.pipeline = pipeline;
    this.time = time;
    this.pace = new WatchPace(interval, time);
    this.listener = listener;
  }

  /**
   * Watches.
   *
   * @throws ConnectorException when something fails that does not pass by itself
   */
  public void run() {
    while (!pace.isStopped()) {
      try {
        watch();
      } catch (ConnectorException e) {
        listener.onFailure(e);
        waitForBetterTimes(e);
      }
      if (pace.takeReload()) {
        reload();
      }
    }
  }

  /**
   * Makes a pass in progress commit what it has, no other begin, and {@link #run} return. Never
   * blocks.
   */
  public void stop() {
    pace.stop();
    Optional.ofNullable(open.get()).ifPresent(OpenSync::stop);
  }

  /**
   * Goes on with another pipeline after the pass in progress. Never blocks.
   *
   * @param next is asked for it, on the thread that watches; where it throws a {@link
   *     ConnectorException}, that is logged and the pipeline stays as it was
   */
  public void reload(Supplier<Pipeline> next) {
    reloaded.set(next);
    pace.reload();
  }

  private void watch() {
    // What was consented to is for the first pass that ends.
    Set<Consent> consents = passEnded ? Set.of() : pipeline.consents();
    try (OpenSync sync = new OpenSync(pipeline, consents);
        NamedKeys named = new NamedKeys(sync, pace, time, listener::onRefresh)) {
      open.set(sync);
      while (pace.goesOn()) {
        if (sync.isDue()) {
          named.forget();
          pass(sync);
        }
        named.awaitTick();
      }
    } finally {
      open.set(null); // Its index should not wait for the next one to be opened.
    }
  }

  private void pass(OpenSync sync) {
    SyncResult result = sync.run();
    passEnded = true;
    if (result.outcome().isFinished()) {
      passFinished = true;
      pace.succeeded();
    }
    listener.onPass(result);
  }

  /** Another program may hold a file for a moment, once a first pass has shown that it is ours. */
  private void waitForBetterTimes(ConnectorException failure) {
    boolean passing =
        switch (failure.category()) {
          case TRANSIENT, COMMIT_UNKNOWN -> true;
          case CONFLICT -> failure.code() == ErrorCode.PIPELINE_BUSY && passFinished;
          case CONFIG, DATA, INTERNAL -> false;
        };
    if (!passing) {
      throw failure;
    }
    Duration wait = pace.nextBackoff();
    LOG.warn("{} Trying again in about {} s.", failure.getMessage(), wait.toSeconds());
    pace.await(wait);
  }

  private void reload() {
    try {
      pipeline = reloaded.get().get();
      LOG.info("The configuration was read again.");
    } catch (ConnectorException e) {
      LOG.warn("The configuration stays as it was: {}", e.getMessage());
    }
  }
}

package dev.skimmer.engine;

import dev.skimmer.spi.ChangeHints;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.TableId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads keys between two passes that the source names meanwhile. Takes no more than a fifth of the
 * time: where reading a few keys is dear, since the destination has to be opened and its index
 * filled for it, they are gathered for longer. Used by the watching thread.
 */
final class NamedKeys implements AutoCloseable {
  /** For so long keys are gathered after the first was named. */
  private static final Duration GATHERING = Duration.ofMillis(200);

  private static final int SHARE = 5;

  /** More of a table are left to the pass. */
  private static final int MOST_KEYS = 10_000;

  private static final long BUSY_NANOS = Duration.ofMillis(500).toNanos();
  private static final Logger LOG = LoggerFactory.getLogger(NamedKeys.class);

  private final OpenSync sync;
  private final WatchPace pace;
  private final Time time;
  private final Optional<ChangeHints> hints;
  private final Consumer<RefreshResult> told;
  private final Map<TableId, Set<String>> gathered = new HashMap<>();
  private long notBefore;

  /**
   * Begins to listen.
   *
   * @param told what was committed, each time
   */
  NamedKeys(OpenSync sync, WatchPace pace, Time time, Consumer<RefreshResult> told) {
    this.sync = sync;
    this.pace = pace;
    this.time = time;
    this.told = told;
    this.notBefore = time.nanos();
    this.hints = sync.listen(pace::keysNamed);
  }

  /** Forgets what was named so far: a pass begins, which reads everything. */
  void forget() {
    gathered.clear();
    hints.ifPresent(ChangeHints::take);
  }

  /** Waits until the next pass is due, and reads what is named until then. */
  void awaitTick() {
    long due = pace.nextTick();
    while (pace.awaitNamed(due, notBefore) && pace.awaitGathered(due, GATHERING)) {
      hints.map(ChangeHints::take).ifPresent(this::gather);
      if (!gathered.isEmpty()) {
        read();
      }
    }
  }

  private void gather(Map<TableId, Set<String>> keys) {
    keys.forEach(
        (table, texts) -> {
          Set<String> all = gathered.computeIfAbsent(table, any -> new HashSet<>());
          texts.stream().limit(Math.max(0, MOST_KEYS - all.size())).forEach(all::add);
        });
  }

  private void read() {
    long begun = time.nanos();
    try {
      sync.refresh(gathered).ifPresent(told);
      gathered.clear();
      long end = time.nanos();
      long pause = Math.max((SHARE - 1) * (end - begun), sync.commitInterval().toNanos());
      notBefore = end + pause;
    } catch (ConnectorException e) {
      leave(e);
    }
  }

  /**
   * Where somebody else has the tables for a moment, the keys are read a little later; a server
   * that changes is for a pass.
   */
  private void leave(ConnectorException failure) {
    LOG.debug("Named keys were not read", failure);
    switch (failure.code()) {
      case PIPELINE_BUSY -> {
        notBefore = time.nanos() + BUSY_NANOS;
        pace.keysNamed();
      }
      case SOURCE_CHANGED, SOURCE_NOT_READY -> gathered.clear();
      default -> throw failure;
    }
  }

  @Override
  public void close() {
    hints.ifPresent(ChangeHints::close);
  }
}

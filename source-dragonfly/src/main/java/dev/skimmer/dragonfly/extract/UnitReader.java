package dev.skimmer.dragonfly.extract;

import dev.skimmer.spi.Operation;
import dev.skimmer.spi.SplitReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Drives units: several read at the same time, all finish in their order.
 *
 * <p>In {@link #poll}, failures surface while units advance; only then does the first one finish,
 * which marks its keys and cannot fail.
 */
public final class UnitReader implements SplitReader {
  private static final int MAX_RUNNING = 4;
  private static final int MAX_RUNNING_OF_MANY = 2;
  private static final long MAX_BYTES = 24L << 20;
  private static final long LONGEST_WAIT_NANOS = Duration.ofMillis(500).toNanos();

  private final UnitSupply supply;
  private final Reading reading;
  private final int maxRunning;
  private final long maxBytes;
  private final Deque<Unit> units = new ArrayDeque<>();
  private volatile boolean woken;
  private boolean firstIsReady;
  private boolean closed;

  public UnitReader(UnitSupply supply, Reading reading) {
    this.supply = supply;
    this.reading = reading;
    int readers = reading.settings().readers();
    this.maxRunning = readers == 1 ? MAX_RUNNING : MAX_RUNNING_OF_MANY;
    this.maxBytes = MAX_BYTES / readers;
    reading.settings().pace().begin();
  }

  @Override
  public List<Operation> poll(Duration maxWait) {
    long end = System.nanoTime() + maxWait.toNanos();
    List<Operation> operations = new ArrayList<>();
    while (operations.isEmpty() && !woken) {
      long pause = reading.settings().pace().delay();
      if (pause == 0) {
        advance();
        if (firstIsReady) {
          finishFirst(operations);
          continue;
        }
      }
      long left = end - System.nanoTime();
      if (left <= 0 || isFinished() || Thread.currentThread().isInterrupted()) {
        break;
      }
      long longest = pause == 0 ? LONGEST_WAIT_NANOS : Math.min(pause, LONGEST_WAIT_NANOS);
      reading.signal().await(Math.min(left, longest));
    }
    woken = false;
    return operations;
  }

  @Override
  public boolean isFinished() {
    return units.isEmpty() && supply.isExhausted();
  }

  @Override
  public void wakeup() {
    woken = true;
    reading.signal().raise();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      reading.settings().pace().end();
    }
    supply.close();
    reading.close();
  }

  /**
   * Lets units advance that may run now: a few at a time, and bounded in bytes but for the first.
   */
  private void advance() {
    fill();
    firstIsReady = false;
    int running = 0;
    long bytes = 0;
    for (Iterator<Unit> each = units.iterator(); each.hasNext() && running < maxRunning; ) {
      Unit unit = each.next();
      bytes += unit.weight();
      if (running > 0 && bytes > maxBytes) {
        return;
      }
      boolean ready = unit.advance();
      firstIsReady |= ready && running == 0;
      running++;
    }
  }

  private void fill() {
    while (units.size() < maxRunning) {
      Optional<Unit> next = supply.next();
      if (next.isEmpty()) {
        return;
      }
      units.add(next.get());
    }
  }

  /** Finishes the first unit, and the ends of pages right behind it. */
  private void finishFirst(List<Operation> operations) {
    List<Unit> followers = units.remove().finish(operations);
    for (int i = followers.size() - 1; i >= 0; i--) {
      units.addFirst(followers.get(i));
    }
    while (units.peek() instanceof PageEnd end) {
      units.remove();
      end.finish(operations);
    }
  }
}

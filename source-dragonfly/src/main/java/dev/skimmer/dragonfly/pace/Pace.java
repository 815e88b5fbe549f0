package dev.skimmer.dragonfly.pace;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How fast all readers of a session together may read: as many keys and bytes a second as the user
 * allows, and as much as the server serves without becoming slow for others. A reader asks before
 * it sends, and tells what it has sent and received. Safe for concurrent use.
 */
public final class Pace {
  /** What a kilobyte costs beside a command, for both are work of a server. */
  private static final int BYTES_A_UNIT = 1024;

  private final Meter keys;
  private final Meter bytes;
  private final Meter work;
  private final long pipelineNanos;
  private final LongAdder done = new LongAdder();
  private int readers;

  /**
   * Creates a pace.
   *
   * @param keysPerSecond 0 for no limit
   * @param bytesPerSecond 0 for no limit
   * @param pipeline how long a server should need for one pipeline, or window of a large key; zero
   *     for no limit
   */
  public Pace(long keysPerSecond, long bytesPerSecond, Duration pipeline) {
    this(keysPerSecond, bytesPerSecond, pipeline, System::nanoTime);
  }

  Pace(long keysPerSecond, long bytesPerSecond, Duration pipeline, LongSupplier nanos) {
    this.pipelineNanos = pipeline.isZero() ? Long.MAX_VALUE : pipeline.toNanos();
    this.keys = new Meter(rate(keysPerSecond), nanos);
    this.bytes = new Meter(rate(bytesPerSecond), nanos);
    this.work = new Meter(Double.POSITIVE_INFINITY, nanos);
  }

  private static double rate(long perSecond) {
    return perSecond == 0 ? Double.POSITIVE_INFINITY : perSecond;
  }

  /** Returns for how many nanoseconds a reader has to wait before it sends anything. */
  public long delay() {
    return Math.max(keys.delay(), Math.max(bytes.delay(), work.delay()));
  }

  /** Returns how many keys a pipeline may ask for, at least one. */
  public int portion() {
    return (int) Math.min(Integer.MAX_VALUE, Math.min(keys.portion(), work.portion()));
  }

  /** Returns for how long one pipeline may hold a server up, in nanoseconds. */
  public long pipelineNanos() {
    return pipelineNanos;
  }

  /** Takes in that so many keys were asked for. */
  public void asked(int howMany) {
    keys.take(howMany);
  }

  /** Takes in that so many commands were answered in so many bytes. */
  public void answered(int commands, long size) {
    bytes.take(size);
    long units = commands + size / BYTES_A_UNIT;
    work.take(units);
    done.add(units);
  }

  /** Returns the work since the beginning, in commands and kilobytes. */
  long done() {
    return done.sum();
  }

  /** Returns how much work a second is allowed; infinity for no limit. */
  double allowed() {
    return work.rate();
  }

  void allow(double unitsPerSecond) {
    work.setRate(unitsPerSecond);
  }

  /** Takes in that a reader begins. */
  public synchronized void begin() {
    readers++;
    notifyAll();
  }

  /** Takes in that a reader ends. */
  public synchronized void end() {
    readers--;
  }

  /** Waits until somebody reads, and returns true. */
  synchronized boolean awaitReaders() throws InterruptedException {
    while (readers == 0) {
      wait();
    }
    return true;
  }
}

package dev.skimmer.dragonfly.pace;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Measures something out at a rate: what was taken has to be waited for, but for what a tenth of a
 * second would have brought. Safe for concurrent use.
 */
final class Meter {
  private static final long CREDIT_NANOS = Duration.ofMillis(100).toNanos();
  private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanos;
  private double perSecond;
  private long freeAt;

  /**
   * Creates a meter.
   *
   * @param perSecond how much a second; infinity for no limit
   * @param nanos a clock such as {@link System#nanoTime}
   */
  Meter(double perSecond, LongSupplier nanos) {
    this.nanos = nanos;
    this.perSecond = perSecond;
    this.freeAt = nanos.getAsLong();
  }

  /** Changes the rate of what is taken from now on. */
  synchronized void setRate(double newPerSecond) {
    perSecond = newPerSecond;
    if (Double.isInfinite(newPerSecond)) {
      freeAt = nanos.getAsLong();
    }
  }

  synchronized double rate() {
    return perSecond;
  }

  /** Takes some. */
  synchronized void take(long amount) {
    if (!Double.isInfinite(perSecond)) {
      long start = Math.max(freeAt, nanos.getAsLong() - CREDIT_NANOS);
      freeAt = start + Math.round(amount / perSecond * NANOS_A_SECOND);
    }
  }

  /** Returns for how many nanoseconds nothing may be taken. */
  synchronized long delay() {
    return Double.isInfinite(perSecond) ? 0 : Math.max(0, freeAt - nanos.getAsLong());
  }

  /** Returns how much may be taken at once, so that the next may follow in about a tenth second. */
  synchronized long portion() {
    return Double.isInfinite(perSecond)
        ? Long.MAX_VALUE
        : Math.max(1, Math.round(perSecond * CREDIT_NANOS / NANOS_A_SECOND));
  }
}

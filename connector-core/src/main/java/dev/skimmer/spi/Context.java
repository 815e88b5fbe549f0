package dev.skimmer.spi;

import static java.util.Objects.requireNonNull;

import java.time.Clock;

/**
 * What the engine gives to a connector.
 *
 * @param clock the only clock to ask; tests set it
 * @param metrics where readers count
 */
public record Context(Clock clock, PassMetrics metrics) {
  public Context {
    requireNonNull(clock, "clock");
    requireNonNull(metrics, "metrics");
  }

  /** Creates a context with the system's clock and new counters. */
  public static Context system() {
    return new Context(Clock.systemUTC(), new PassMetrics());
  }
}

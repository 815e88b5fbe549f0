package dev.skimmer.cli.progress;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;

/** How fast keys are listed, taken from what was seen in the last seconds. Used by one thread. */
final class Pace {
  private static final long WINDOW_NANOS = 10_000_000_000L;
  private static final long LEAST_NANOS = 500_000_000L;

  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long nanos, long keys) {}

  /** Notes how many keys are done at a time; numbers of keys never shrink. */
  void add(long nanos, long keys) {
    samples.add(new Sample(nanos, keys));
    while (nanos - samples.getFirst().nanos() > WINDOW_NANOS) {
      samples.removeFirst();
    }
  }

  /** Returns the keys a second, once there is enough to tell. */
  OptionalLong keysPerSecond() {
    if (samples.isEmpty()) {
      return OptionalLong.empty();
    }
    long nanos = samples.getLast().nanos() - samples.getFirst().nanos();
    long keys = samples.getLast().keys() - samples.getFirst().keys();
    return nanos < LEAST_NANOS
        ? OptionalLong.empty()
        : OptionalLong.of(Math.round(keys * 1e9 / nanos));
  }

  /** Returns how long the rest of so many keys takes at this pace, where that can be told. */
  Optional<Duration> timeFor(long keys) {
    OptionalLong rate = keysPerSecond();
    if (rate.isEmpty() || rate.getAsLong() == 0 || keys < 0) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofSeconds((keys + rate.getAsLong() - 1) / rate.getAsLong()));
  }
}

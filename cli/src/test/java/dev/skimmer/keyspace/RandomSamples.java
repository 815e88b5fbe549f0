package dev.skimmer.keyspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Timestamps and values of series: most of them of the last hours, some old, tiny or of the future.
 */
final class RandomSamples {
  private static final long MINUTE = 60_000;
  private static final long OLD = 1_577_836_800_000L;
  private static final long FUTURE = 4_102_444_800_000L;
  private static final double[] VALUES = {
    0.0, -0.0, 1, -1, 0.1, 1e300, -1e-300, Double.MAX_VALUE, 1.0 / 3, 9_007_199_254_740_991.0
  };

  private RandomSamples() {}

  static Object value(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> VALUES[random.nextInt(VALUES.length)];
      case 1 -> random.nextInt(1000);
      default -> random.nextGaussian() * Math.pow(10, random.nextInt(8));
    };
  }

  /** Returns rising timestamps, in milliseconds since 1970 UTC. */
  static List<Long> timestamps(Random random) {
    int count = random.nextInt(15) == 0 ? 2_500 : random.nextInt(80);
    long step = 1L + random.nextInt(random.nextBoolean() ? 200_000 : 1_000);
    long last =
        switch (random.nextInt(8)) {
          case 0 -> OLD + random.nextInt(1_000_000);
          case 1 -> FUTURE + random.nextInt(1_000_000);
          case 2 -> count * step;
          default -> System.currentTimeMillis() - MINUTE - random.nextInt(600_000);
        };
    if (random.nextInt(10) == 0) {
      step = 1;
      last = count;
    }
    List<Long> timestamps = new ArrayList<>();
    for (int i = count - 1; i >= 0; i--) {
      timestamps.add(last - i * step);
    }
    return timestamps;
  }
}

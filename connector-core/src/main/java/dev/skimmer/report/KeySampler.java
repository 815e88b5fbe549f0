package dev.skimmer.report;

import dev.skimmer.profile.KeyFamilies;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Draws names of keys at random from however many there are, all with the same chance: a table
 * holds its oldest keys first, so that its beginning does not stand for the rest.
 */
final class KeySampler {
  /** The names of longer keys are rather contents, and would take much memory. */
  static final int LONGEST = 500;

  private static final int MOST = 20_000;
  private static final long SEED = 7;

  /** The same keys give the same families. */
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

  private final List<String> drawn = new ArrayList<>();
  private long offered;

  void offer(String key) {
    if (key.length() > LONGEST) {
      return;
    }
    offered++;
    if (drawn.size() < MOST) {
      drawn.add(key);
      return;
    }
    long place = random.nextLong(offered);
    if (place < MOST) {
      drawn.set((int) place, key);
    }
  }

  KeyFamilies families() {
    return KeyFamilies.learn(drawn);
  }
}

package dev.skimmer.report;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts how many keys of each type are how large, by powers of ten: the place at index 0 is for
 * empty ones, the one at index {@code n} for sizes of {@code n} digits.
 */
final class SizeHistogram {
  private static final int PLACES = 20;

  private final Map<String, long[]> byKind = new TreeMap<>();

  void add(String kind, long size) {
    int place = size <= 0 ? 0 : Long.toString(size).length();
    byKind.computeIfAbsent(kind, any -> new long[PLACES])[place]++;
  }

  /** Returns the counts of each type, up to the largest size that there is. */
  Map<String, long[]> counts() {
    int used = byKind.values().stream().mapToInt(SizeHistogram::used).max().orElse(0);
    Map<String, long[]> counts = new TreeMap<>();
    byKind.forEach((kind, places) -> counts.put(kind, Arrays.copyOf(places, used)));
    return Collections.unmodifiableMap(counts);
  }

  private static int used(long[] places) {
    int used = places.length;
    while (used > 0 && places[used - 1] == 0) {
      used--;
    }
    return used;
  }
}

package dev.skimmer.report;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Keeps the largest keys of each type: a size in bytes says nothing beside one in elements. */
final class LargestKeys {
  private static final int MOST_OF_A_KIND = 10;
  private static final Comparator<LargeKey> BY_SIZE =
      Comparator.comparingLong(LargeKey::size).thenComparing(LargeKey::key);

  private final Map<String, PriorityQueue<LargeKey>> byKind = new HashMap<>();

  void add(LargeKey key) {
    PriorityQueue<LargeKey> largest =
        byKind.computeIfAbsent(key.kind(), kind -> new PriorityQueue<>(BY_SIZE));
    largest.add(key);
    if (largest.size() > MOST_OF_A_KIND) {
      largest.poll();
    }
  }

  /** Returns whether a key of such a size would be kept. */
  boolean takes(String kind, long size) {
    PriorityQueue<LargeKey> largest = byKind.get(kind);
    return largest == null || largest.size() < MOST_OF_A_KIND || largest.peek().size() < size;
  }

  /** Returns them, type by type, the largest first. */
  List<LargeKey> list() {
    return byKind.values().stream()
        .flatMap(Collection::stream)
        .sorted(Comparator.comparing(LargeKey::kind).thenComparing(BY_SIZE.reversed()))
        .toList();
  }
}

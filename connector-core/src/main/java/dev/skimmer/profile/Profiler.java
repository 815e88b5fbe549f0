package dev.skimmer.profile;

import dev.skimmer.spi.KeyFacts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Adds up what keys tell. Families are learnt from the first keys, unless they are given, and hold
 * for the rest, so memory does not grow with the number of keys. Used by one thread.
 */
public final class Profiler {
  private static final int LEARNT_FROM = 20_000;
  private static final int LARGEST = 10;

  private final List<KeyFacts> waiting = new ArrayList<>();
  private final Map<String, Tally> byKind = new HashMap<>();
  private final Map<String, Tally> byFamily = new HashMap<>();
  private final Map<TtlHorizon, Long> byHorizon = new EnumMap<>(TtlHorizon.class);
  private final PriorityQueue<KeyFacts> largest =
      new PriorityQueue<>(Comparator.comparingLong(KeyFacts::weight));
  private Optional<KeyFamilies> families;
  private Tally all = Tally.NONE;

  /** Creates a profiler that learns families from the first keys. */
  public Profiler() {
    families = Optional.empty();
  }

  /** Creates a profiler for families that are known. */
  public Profiler(KeyFamilies families) {
    this.families = Optional.of(families);
  }

  /** Adds a key. */
  public void add(KeyFacts key) {
    all = all.plus(key);
    byKind.merge(key.kind(), Tally.NONE.plus(key), (tally, one) -> tally.plus(key));
    byHorizon.merge(TtlHorizon.of(key.ttlSeconds()), 1L, Long::sum);
    largest.add(key);
    if (largest.size() > LARGEST) {
      largest.poll();
    }
    if (families.isPresent()) {
      addToFamily(families.get(), key);
    } else {
      waiting.add(key);
      if (waiting.size() == LEARNT_FROM) {
        learn();
      }
    }
  }

  /** Returns how many keys were added. */
  public long keys() {
    return all.keys();
  }

  /** Returns what the keys told. */
  public KeyspaceProfile profile() {
    learn();
    List<KeyFacts> heaviest = new ArrayList<>(largest);
    heaviest.sort(Comparator.comparingLong(KeyFacts::weight).reversed());
    return new KeyspaceProfile(
        all,
        byNumber(byKind),
        byNumber(byFamily),
        Collections.unmodifiableMap(new EnumMap<>(byHorizon)),
        List.copyOf(heaviest));
  }

  private void learn() {
    if (families.isEmpty() && !waiting.isEmpty()) {
      KeyFamilies learnt = KeyFamilies.learn(waiting.stream().map(KeyFacts::keyText).toList());
      waiting.forEach(key -> addToFamily(learnt, key));
      waiting.clear();
      families = Optional.of(learnt);
    }
  }

  private void addToFamily(KeyFamilies learnt, KeyFacts key) {
    byFamily.merge(
        learnt.familyOf(key.keyText()), Tally.NONE.plus(key), (tally, one) -> tally.plus(key));
  }

  private static Map<String, Tally> byNumber(Map<String, Tally> tallies) {
    Map<String, Tally> sorted = new LinkedHashMap<>();
    tallies.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<String, Tally> entry) -> entry.getValue().keys())
                .reversed()
                .thenComparing(Map.Entry::getKey))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return Collections.unmodifiableMap(sorted);
  }
}

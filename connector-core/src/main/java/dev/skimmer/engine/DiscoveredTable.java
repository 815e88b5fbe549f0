package dev.skimmer.engine;

import dev.skimmer.profile.KeyspaceProfile;
import dev.skimmer.profile.Profiler;
import dev.skimmer.spi.Advice;
import dev.skimmer.spi.KeyFacts;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.TableId;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was found out about the keys of one table.
 *
 * @param table that a sync would fill with them
 * @param keys how many there are: counted where every key was looked at, else as the source says;
 *     where that counts keys that are left out, those that were looked at
 * @param isComplete whether every key was looked at
 * @param profile of the keys that were looked at
 * @param advice what had better be set
 */
public record DiscoveredTable(
    TableId table, long keys, boolean isComplete, KeyspaceProfile profile, List<Advice> advice) {
  /**
   * Looks at keys.
   *
   * @param mostKeys how many to look at; all of them where there are fewer
   */
  static DiscoveredTable of(Source.Session source, TableId table, long mostKeys) {
    Profiler profiler = new Profiler();
    boolean all;
    try (Stream<KeyFacts> described = source.describeKeys(table)) {
      Iterator<KeyFacts> keys = described.iterator();
      while (profiler.keys() < mostKeys && keys.hasNext()) {
        profiler.add(keys.next());
      }
      all = profiler.keys() < mostKeys || !keys.hasNext();
    }
    long number =
        all || source.estimatesBeyondScope()
            ? profiler.keys()
            : Math.max(profiler.keys(), source.estimatedKeys(table).orElse(0));
    KeyspaceProfile profile = profiler.profile();
    return new DiscoveredTable(table, number, all, profile, source.advise(profile));
  }

  /** Returns how many keys stand behind each that was looked at. */
  public double scale() {
    long looked = profile.all().keys();
    return looked == 0 ? 1 : (double) keys / looked;
  }

  /** Returns whether there are keys of which nobody knows how many they are. */
  public boolean isLowerBound() {
    return !isComplete && profile.all().keys() >= keys;
  }
}

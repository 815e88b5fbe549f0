package dev.skimmer.dragonfly.describe;

import dev.skimmer.profile.KeyspaceProfile;
import dev.skimmer.profile.Tally;
import dev.skimmer.spi.Advice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What in a configuration does not fit a keyspace.
 *
 * @param maxValueBytes the largest value that is copied
 * @param streamMirror whether entries go that their stream has trimmed
 */
public record ConfigurationAdvice(long maxValueBytes, boolean streamMirror) {
  private static final long MOST_VALUE_BYTES = 512L << 20;

  /** Returns what to set. */
  public List<Advice> of(KeyspaceProfile profile) {
    List<Advice> advice = new ArrayList<>();
    long largest = profile.byKind().getOrDefault("string", Tally.NONE).largest();
    if (largest > maxValueBytes) {
      advice.add(
          new Advice(
              "max_value_bytes",
              Long.toString(Math.min(MOST_VALUE_BYTES, Long.highestOneBit(largest) * 2)),
              String.format(
                  Locale.ROOT,
                  "There are strings of up to %,d bytes; those above %,d go to the errors table.",
                  largest,
                  maxValueBytes)));
    }
    if (!streamMirror && profile.byKind().containsKey("stream")) {
      advice.add(
          new Advice(
              "stream_mirror",
              "true",
              "There are streams: entries that they trim stay in the table as history; set this if"
                  + " they should go."));
    }
    return List.copyOf(advice);
  }
}

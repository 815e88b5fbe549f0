package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.timeseries.TimeSeriesSettings;
import dev.skimmer.spi.KeyHash;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How series and streams of one database are copied, and which copies are under way in this pass:
 * what they have handed over may not be committed yet, so the index does not know it. Safe for
 * concurrent use.
 */
public final class SeriesCopies {
  private final TimeSeriesSettings timeSeries;
  private final boolean mirrorStreams;
  private final Map<KeyHash, Reading> owners = new ConcurrentHashMap<>();
  private final Map<KeyHash, String> positions = new ConcurrentHashMap<>();

  /**
   * Creates the record of a database.
   *
   * @param mirrorStreams whether entries go that a stream has lost
   */
  public SeriesCopies(TimeSeriesSettings timeSeries, boolean mirrorStreams) {
    this.timeSeries = timeSeries;
    this.mirrorStreams = mirrorStreams;
  }

  TimeSeriesSettings timeSeries() {
    return timeSeries;
  }

  boolean mirrorStreams() {
    return mirrorStreams;
  }

  /** Begins a new pass: what was under way is committed, or lost. */
  public void forget() {
    owners.clear();
    positions.clear();
  }

  /** Returns whether the reader may copy this key: no other one is doing so. */
  boolean claim(KeyHash key, Reading reader) {
    return owners.putIfAbsent(key, reader) == null;
  }

  /** Notes how far the rows reach that were handed over for a copy that goes on. */
  void advance(KeyHash key, String position) {
    positions.put(key, position);
  }

  /** Returns how far the rows reach that were handed over, where a copy is or was under way. */
  Optional<String> positionOf(KeyHash key) {
    return positions.isEmpty() ? Optional.empty() : Optional.ofNullable(positions.get(key));
  }

  /** Ends a copy, and returns whether rows of it had been handed over before. */
  boolean end(KeyHash key) {
    if (owners.isEmpty() && positions.isEmpty()) {
      return false;
    }
    owners.remove(key);
    return !positions.isEmpty() && positions.remove(key) != null;
  }

  /** Lets the key be read anew; what was handed over stays noted. */
  void release(KeyHash key) {
    owners.remove(key);
  }

  /** Lets other readers go on with the copies of one that is closed. */
  void release(Reading reader) {
    owners.values().removeIf(owner -> owner == reader);
  }
}

package dev.skimmer.testkit;

import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Sighting;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.Upsert;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Notes what one reader was told about its keys, to hold the operations of each poll against it.
 * Used by the reader's thread alone.
 */
final class WatchedRows implements KnownRows {
  private final TableId table;
  private final KnownRows rows;
  private final Map<KeyHash, Sighting> due = new HashMap<>();

  WatchedRows(TableId table, KnownRows rows) {
    this.table = table;
    this.rows = rows;
  }

  TableId table() {
    return table;
  }

  /** Forgets what was told before: the next poll begins. */
  void beginPoll() {
    due.clear();
  }

  /** Returns whether a key was marked since the poll began. */
  boolean hasMarked() {
    return !due.isEmpty();
  }

  /** Fails unless the operations are those that the reader owes for the keys it marked. */
  void endPoll(List<Operation> operations) {
    Map<KeyHash, Sighting> owed = new HashMap<>(due);
    owed.values().removeIf(s -> s != Sighting.NEW && s != Sighting.CHANGED);
    for (Operation operation : operations) {
      if (operation instanceof Upsert upsert && upsert.table().equals(table)) {
        Sighting sighting = owed.remove(upsert.key());
        if (sighting == null) {
          throw new AssertionError("A row without a sighting that is NEW or CHANGED: " + upsert);
        }
        if (upsert.known() != (sighting == Sighting.CHANGED)) {
          throw new AssertionError("known=%s after %s".formatted(upsert.known(), sighting));
        }
      }
    }
    if (!owed.isEmpty()) {
      throw new AssertionError(
          "A poll marked %d keys whose operations it did not return".formatted(owed.size()));
    }
  }

  @Override
  public Optional<String> kindOf(KeyHash key) {
    return rows.kindOf(key);
  }

  @Override
  public Optional<String> positionOf(KeyHash key) {
    return rows.positionOf(key);
  }

  @Override
  public boolean beganEmpty(TableId companion) {
    return rows.beganEmpty(companion);
  }

  @Override
  public boolean isSeen(KeyHash key) {
    return rows.isSeen(key);
  }

  @Override
  public Optional<Instant> lastCompletePass() {
    return rows.lastCompletePass();
  }

  @Override
  public boolean holds(
      KeyHash key, Fingerprint fingerprint, long expiresAtMillis, long toleranceMillis) {
    return rows.holds(key, fingerprint, expiresAtMillis, toleranceMillis);
  }

  @Override
  public Sighting observe(
      KeyHash key, Fingerprint fingerprint, long expiresAtMillis, long toleranceMillis) {
    Sighting sighting = rows.observe(key, fingerprint, expiresAtMillis, toleranceMillis);
    if (sighting != Sighting.REPEATED) {
      due.put(key, sighting);
    }
    return sighting;
  }

  @Override
  public boolean observeUnreadable(KeyHash key) {
    return rows.observeUnreadable(key);
  }

  @Override
  public Optional<Instant> quarantinedSince(KeyHash key) {
    return rows.quarantinedSince(key);
  }

  @Override
  public Stream<KnownRow> unseen() {
    return rows.unseen();
  }

  @Override
  public Stream<String> unseenQuarantined() {
    return rows.unseenQuarantined();
  }
}

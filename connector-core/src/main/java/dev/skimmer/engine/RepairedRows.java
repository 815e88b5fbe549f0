package dev.skimmer.engine;

import dev.skimmer.detect.ChangeIndex;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Sighting;
import dev.skimmer.spi.Upsert;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One main table of which only those keys are read again that differ, and every one of them
 * written, whatever its fingerprint says.
 */
final class RepairedRows extends RereadRows implements AutoCloseable {
  private final KeySpool keys = new KeySpool();
  private final ChangeIndex added = new ChangeIndex(0);

  /** Keys whose samples or entries differ. */
  private final ChangeIndex series = new ChangeIndex(0);

  /** Keys whose row was right once, so that their position still holds. */
  private final ChangeIndex outdated = new ChangeIndex(0);

  /** Keys of which a row should go. */
  private final ChangeIndex surplus = new ChangeIndex(0);

  private long extraRows;
  private long surplusRows;

  /** Adds the key of a difference; returns false where its text stands for no key. */
  boolean add(Difference difference, boolean isOfSeries) {
    Optional<KeyHash> key = RowDigest.keyOf(difference.keyText());
    if (key.isEmpty()) {
      return false;
    }
    if (added.markSeen(key.get())) {
      keys.add(difference.keyText());
    }
    if (isOfSeries) {
      series.markSeen(key.get());
    }
    if (!isOfSeries && isSurplus(difference.kind())) {
      surplusRows++;
      surplus.markSeen(key.get());
    }
    switch (difference.kind()) {
      case CHANGED_SINCE, EXPIRY_DIFFERS -> outdated.markSeen(key.get());
      case EXTRA_ROW -> extraRows += isOfSeries ? 0 : 1;
      case MISSING_ROW,
          DUPLICATE_ROW,
          VALUE_DIFFERS,
          FINGERPRINT_DIFFERS,
          ROW_DIFFERS,
          ERROR_ENTRY_DIFFERS -> {}
    }
    return true;
  }

  private static boolean isSurplus(DifferenceKind kind) {
    return kind == DifferenceKind.EXTRA_ROW || kind == DifferenceKind.DUPLICATE_ROW;
  }

  /**
   * Counts the rows that should have gone and are still there: a table that finds rows by the hash
   * of their key finds none of which somebody has changed the hash.
   */
  long left(Destination.Session destination) {
    if (surplusRows == 0) {
      return 0;
    }
    ChangeIndex met = new ChangeIndex(0);
    try (Stream<String> keyTexts = destination.keys(table().schema())) {
      return keyTexts
          .flatMap(text -> RowDigest.keyOf(text).stream())
          .filter(surplus::isSeen)
          .filter(key -> !table().isKnown(key) || !met.markSeen(key))
          .count();
    }
  }

  @Override
  Stream<String> keys() {
    return keys.stream();
  }

  @Override
  boolean isEmpty() {
    return keys.size() == 0;
  }

  /** Returns how many rows have no key. */
  long extraRows() {
    return extraRows;
  }

  /**
   * Returns the operations to write. Samples and entries of a series that is copied anew go over
   * those that are there, which may be more than the source still holds.
   */
  @Override
  List<Operation> adapt(List<Operation> operations, KnownTables tables) {
    Map<KeyHash, String> kinds = new HashMap<>();
    List<Operation> adapted = new ArrayList<>(operations.size());
    for (Operation operation : operations) {
      if (operation instanceof Upsert upsert && tables.isMain(upsert.table())) {
        kinds.put(upsert.key(), table().kind(upsert));
      }
    }
    for (Operation operation : operations) {
      if (operation instanceof Upsert upsert && tables.isSeries(upsert.table())) {
        adapted.add(new Upsert(upsert.table(), upsert.key(), upsert.row(), true));
      } else if (!(operation instanceof Delete delete)
          || !tables.isSeries(delete.table())
          || !isKept(delete.key(), Optional.ofNullable(kinds.get(delete.key())))) {
        adapted.add(operation);
      }
    }
    return adapted;
  }

  private boolean isKept(KeyHash key, Optional<String> kind) {
    return isCopiedAnew(key) && kind.isPresent() && kind.equals(table().kindOf(key));
  }

  private boolean isCopiedAnew(KeyHash key) {
    return series.isSeen(key) && !outdated.isSeen(key);
  }

  @Override
  public Optional<String> positionOf(KeyHash key) {
    return isCopiedAnew(key) ? Optional.empty() : super.positionOf(key);
  }

  @Override
  public Sighting observe(
      KeyHash key, Fingerprint fingerprint, long expiresAtMillis, long toleranceMillis) {
    Sighting sighting = super.observe(key, fingerprint, expiresAtMillis, toleranceMillis);
    return sighting == Sighting.UNCHANGED ? Sighting.CHANGED : sighting;
  }

  @Override
  public Stream<String> unseenQuarantined() {
    return table().unseenQuarantined();
  }

  @Override
  public void close() {
    keys.close();
  }
}

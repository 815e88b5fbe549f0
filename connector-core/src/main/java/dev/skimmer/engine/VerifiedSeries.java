package dev.skimmer.engine;

import dev.skimmer.detect.ChangeIndex;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.Upsert;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One table of samples or entries as its rows are, for a verification. Rows that the source does
 * not hold any more may be history that is kept, so they are counted and no difference, unless
 * their key is gone. In 39 to 58 bytes a row, outside the heap. Used by one thread.
 */
final class VerifiedSeries {
  private final RowDigest digest;
  private final VerifiedRows main;
  private final Destination.Session destination;
  private final ChangeIndex index = new ChangeIndex(0);
  private boolean foreignRows;

  VerifiedSeries(RowDigest digest, VerifiedRows main, Destination.Session destination) {
    this.digest = digest;
    this.main = main;
    this.destination = destination;
  }

  /** Takes in the rows of those keys that the main table has taken in. */
  void load(Consumer<Difference> differences) {
    try (Stream<Row> rows = destination.rows(digest.schema())) {
      rows.forEach(row -> load(row, differences));
    }
  }

  private void load(Row row, Consumer<Difference> differences) {
    if (!isOf(row, main::isKnown)) {
      foreignRows = true;
      return;
    }
    KeyHash id = digest.idOf(row);
    if (index.isKnown(id)) {
      differences.accept(difference(row, DifferenceKind.DUPLICATE_ROW));
    } else {
      index.put(id, digest.contentOf(row), "", KnownRows.NO_EXPIRY, Optional.empty());
    }
  }

  /** Compares a row of the source. */
  Optional<Difference> compare(Upsert upsert) {
    Row row = upsert.row();
    KeyHash id = digest.idOf(row);
    boolean first = index.markSeen(id);
    if (!first || index.holds(id, digest.contentOf(row), KnownRows.NO_EXPIRY, 0)) {
      return Optional.empty();
    }
    return Optional.of(
        difference(
            row, index.isKnown(id) ? DifferenceKind.VALUE_DIFFERS : DifferenceKind.MISSING_ROW));
  }

  /** Returns how many rows the source does not hold any more. */
  long kept() {
    return index.unseen();
  }

  /** Returns whether there are rows of keys that have no row in the main table. */
  boolean hasForeignRows() {
    return foreignRows;
  }

  /** Finds rows of keys that have no row in the main table, and that the source does not hold. */
  void findOrphans(Consumer<Difference> differences) {
    try (Stream<Row> rows = destination.rows(digest.schema())) {
      rows.filter(row -> !isOf(row, key -> main.isKnown(key) || main.isSeen(key)))
          .forEach(row -> differences.accept(difference(row, DifferenceKind.EXTRA_ROW)));
    }
  }

  private boolean isOf(Row row, Predicate<KeyHash> keys) {
    return digest.keyOf(row).filter(keys).isPresent();
  }

  private Difference difference(Row row, DifferenceKind kind) {
    return new Difference(
        digest.schema().id(), digest.keyText(row), digest.subkeyText(row), kind, List.of());
  }
}

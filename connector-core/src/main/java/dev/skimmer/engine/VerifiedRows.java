package dev.skimmer.engine;

import dev.skimmer.detect.ChangeIndex;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.Sighting;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One main table as its rows are, value by value, for a verification: every key counts as one that
 * has changed, so that a reader reads it whole and hands its row over to be compared. In about 52
 * bytes a row, outside the heap. As a {@link KnownRows} safe for concurrent use.
 */
final class VerifiedRows implements KnownRows {
  private final RowDigest digest;
  private final Quarantine quarantine;
  private final Destination.Session destination;
  private final Predicate<KeyHash> sample;
  private final ChangeIndex index = new ChangeIndex(0);
  private final LongAdder present = new LongAdder();
  private volatile long toleranceMillis;
  private long rows;

  /**
   * Creates a table of which no row has been looked at.
   *
   * @param sample chooses the rows that are compared; the others are counted
   */
  VerifiedRows(
      RowDigest digest,
      Quarantine quarantine,
      Destination.Session destination,
      Predicate<KeyHash> sample) {
    this.digest = digest;
    this.quarantine = quarantine;
    this.destination = destination;
    this.sample = sample;
  }

  /** Takes every row of the table in, and hands on what is wrong with it whatever the source. */
  void load(Consumer<Difference> differences) {
    quarantine.load(destination);
    try (Stream<Row> stream = destination.rows(digest.schema())) {
      stream.forEach(row -> load(row, differences));
    }
  }

  private void load(Row row, Consumer<Difference> differences) {
    rows++;
    Optional<KeyHash> key = digest.keyOf(row);
    if (key.isEmpty()) {
      differences.accept(difference(row, DifferenceKind.EXTRA_ROW));
    } else if (index.isKnown(key.get())) {
      differences.accept(difference(row, DifferenceKind.DUPLICATE_ROW));
    } else if (sample.test(key.get())) {
      index.put(
          key.get(),
          digest.contentOf(row),
          digest.kindOf(row),
          digest.expiryOf(row),
          Optional.empty());
    }
  }

  private Difference difference(Row row, DifferenceKind kind) {
    return Difference.ofRow(digest.schema().id(), digest.keyText(row), kind);
  }

  /** Returns the number of rows. */
  long rows() {
    return rows;
  }

  /** Returns the number of rows that are compared. */
  long taken() {
    return index.size();
  }

  /** Returns the number of keys that the source was seen to hold. */
  long present() {
    return present.sum();
  }

  RowDigest digest() {
    return digest;
  }

  boolean isKnown(KeyHash key) {
    return index.isKnown(key);
  }

  /** Returns whether the table's row of this key is this one, as far as rows are compared. */
  boolean holds(KeyHash key, Row row) {
    return index.holds(key, digest.contentOf(row), digest.expiryOf(row), toleranceMillis);
  }

  /** Returns whether two expiries are the same, as far as the source can tell. */
  boolean isSameExpiry(long one, long other) {
    if (one == NO_EXPIRY || other == NO_EXPIRY) {
      return one == other;
    }
    return Math.abs(one - other) <= toleranceMillis;
  }

  @Override
  public Optional<String> kindOf(KeyHash key) {
    return index.kindOf(key);
  }

  /** None, so that series are read from their beginning. */
  @Override
  public Optional<String> positionOf(KeyHash key) {
    return Optional.empty();
  }

  @Override
  public boolean isSeen(KeyHash key) {
    return index.isSeen(key);
  }

  @Override
  public Sighting observe(
      KeyHash key, Fingerprint fingerprint, long expiresAtMillis, long tolerance) {
    toleranceMillis = tolerance;
    if (!index.markSeen(key)) {
      return Sighting.REPEATED;
    }
    present.increment();
    return index.isKnown(key) ? Sighting.CHANGED : Sighting.NEW;
  }

  @Override
  public boolean observeUnreadable(KeyHash key) {
    boolean first = index.markSeen(key);
    if (first) {
      present.increment();
    }
    return first;
  }

  @Override
  public Optional<Instant> quarantinedSince(KeyHash key) {
    return quarantine.since(key);
  }

  @Override
  public Stream<KnownRow> unseen() {
    return index.unseen() == 0
        ? Stream.empty()
        : destination.keys(digest.schema()).filter(this::isUnseen).map(KnownRow::named);
  }

  private boolean isUnseen(String keyText) {
    return RowDigest.keyOf(keyText).filter(index::isUnseen).isPresent();
  }

  @Override
  public Stream<String> unseenQuarantined() {
    return quarantine.isEmpty()
        ? Stream.empty()
        : quarantine
            .keys(destination)
            .filter(text -> RowDigest.keyOf(text).filter(key -> !index.isSeen(key)).isPresent());
  }
}

package dev.skimmer.engine;

import dev.skimmer.detect.ChangeIndex;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.Sighting;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Upsert;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One main table as the destination holds it, with its errors table, and what this pass has seen of
 * both. The index reflects commits only: an operation changes it when its commit has succeeded.
 */
final class KnownTable implements KnownRows {
  private final TableSchema schema;
  private final Quarantine quarantine;
  private final Destination.Session destination;
  private final LongAdder unchanged = new LongAdder();
  private final OptionalInt fingerprintColumn;
  private final OptionalInt kindColumn;
  private final OptionalInt expiryColumn;
  private final OptionalInt positionColumn;
  private ChangeIndex index;
  private volatile boolean beganEmpty;
  private volatile Set<TableId> emptyCompanions = Set.of();
  private volatile Optional<Instant> lastCompletePass = Optional.empty();

  KnownTable(TableSchema schema, Quarantine quarantine, Destination.Session destination) {
    this.schema = schema;
    this.quarantine = quarantine;
    this.destination = destination;
    this.fingerprintColumn = schema.indexOf(ColumnRole.FINGERPRINT);
    this.kindColumn = schema.indexOf(ColumnRole.KIND);
    this.expiryColumn = schema.indexOf(ColumnRole.EXPIRY);
    this.positionColumn = schema.indexOf(ColumnRole.POSITION);
    this.index = new ChangeIndex(0);
  }

  TableSchema schema() {
    return schema;
  }

  Quarantine quarantine() {
    return quarantine;
  }

  /**
   * Fills the index from the destination, forgetting what it held.
   *
   * @param meanwhile is called now and then, because this may take minutes
   */
  void load(long expectedKeys, Runnable meanwhile) {
    ChangeIndex loaded = new ChangeIndex(expectedKeys);
    try (Stream<KnownRow> rows = destination.knownRows(schema);
        IndexLoad load = new IndexLoad(schema.id(), loaded)) {
      for (KnownRow row : (Iterable<KnownRow>) rows::iterator) {
        if (load.add(row)) {
          meanwhile.run();
        }
      }
      load.finish();
    }
    index = loaded;
    quarantine.load(destination);
  }

  /**
   * Begins a pass over what the destination holds.
   *
   * @param companions the tables of samples and entries whose keys are those of this table
   */
  void beginPass(Optional<Instant> lastComplete, Collection<TableSchema> companions) {
    lastCompletePass = lastComplete;
    index.forgetSightings();
    unchanged.reset();
    beganEmpty = index.size() == 0;
    emptyCompanions = beganEmpty ? emptyOnes(companions) : Set.of();
  }

  long size() {
    return index.size();
  }

  long unseenCount() {
    return index.unseen();
  }

  long unchangedCount() {
    return unchanged.sum();
  }

  /** Returns whether the destination holds a row of this key, as of the last commit. */
  boolean isKnown(KeyHash key) {
    return index.isKnown(key);
  }

  /** Returns whether the row has no fingerprint: the rest of its key's data is yet to come. */
  boolean isIncomplete(Upsert upsert) {
    return value(upsert.row(), fingerprintColumn, Fingerprint.class).isEmpty();
  }

  /** Returns the type of a key: of the row, or of the row that the table holds. */
  String kind(Upsert upsert) {
    return upsert.table().equals(schema.id())
        ? value(upsert.row(), kindColumn, String.class).orElse("")
        : index.kindOf(upsert.key()).orElse("");
  }

  void committed(Upsert upsert) {
    Row row = upsert.row();
    index.put(
        upsert.key(),
        value(row, fingerprintColumn, Fingerprint.class).orElse(IndexLoad.NO_FINGERPRINT),
        value(row, kindColumn, String.class).orElse(""),
        value(row, expiryColumn, Instant.class).map(Instant::toEpochMilli).orElse(NO_EXPIRY),
        value(row, positionColumn, String.class));
  }

  void committed(Delete delete) {
    index.remove(delete.key());
  }

  @Override
  public Optional<String> kindOf(KeyHash key) {
    return beganEmpty ? Optional.empty() : index.kindOf(key);
  }

  @Override
  public void prepare(KeyHash[] keys, int count) {
    index.prepare(keys, count);
  }

  @Override
  public Optional<String> positionOf(KeyHash key) {
    return index.positionOf(key);
  }

  @Override
  public boolean isSeen(KeyHash key) {
    return index.isSeen(key);
  }

  @Override
  public boolean beganEmpty(TableId companion) {
    return emptyCompanions.contains(companion);
  }

  @Override
  public Optional<Instant> lastCompletePass() {
    return lastCompletePass;
  }

  @Override
  public boolean holds(
      KeyHash key, Fingerprint fingerprint, long expiresAtMillis, long toleranceMillis) {
    return index.holds(key, fingerprint, expiresAtMillis, toleranceMillis);
  }

  @Override
  public Sighting observe(
      KeyHash key, Fingerprint fingerprint, long expiresAtMillis, long toleranceMillis) {
    Sighting sighting = index.observe(key, fingerprint, expiresAtMillis, toleranceMillis);
    if (sighting == Sighting.UNCHANGED) {
      unchanged.increment();
    }
    return sighting;
  }

  @Override
  public boolean observeUnreadable(KeyHash key) {
    return index.markSeen(key);
  }

  @Override
  public Optional<Instant> quarantinedSince(KeyHash key) {
    return quarantine.since(key);
  }

  @Override
  public Stream<KnownRow> unseen() {
    return UnseenRows.of(schema, index, destination);
  }

  @Override
  public Stream<String> unseenQuarantined() {
    if (quarantine.isEmpty()) {
      return Stream.empty();
    }
    return quarantine
        .keys(destination)
        .filter(text -> RowDigest.keyOf(text).filter(key -> !index.isSeen(key)).isPresent());
  }

  /** Asked for in a first copy only, where it spares the most. */
  private Set<TableId> emptyOnes(Collection<TableSchema> companions) {
    return companions.stream()
        .filter(destination::isEmpty)
        .map(TableSchema::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static <T> Optional<T> value(Row row, OptionalInt column, Class<T> type) {
    return column.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(type.cast(row.value(column.getAsInt())));
  }
}

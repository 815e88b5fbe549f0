package dev.skimmer.testkit;

import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.Sighting;
import dev.skimmer.spi.SubkeyRange;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Upsert;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A main table and its companions in memory, and what the present pass has seen of it: for tests of
 * sources. What is applied counts as committed.
 *
 * <p>Readers may use it from several threads; operations are applied by one.
 */
public class KnownRowsInMemory implements KnownRows {
  private static final String FIRST_SEEN = "first_seen";

  private final TableSchema main;
  private final Map<TableId, TableSchema> schemas = new HashMap<>();
  private final Map<String, Row> rows = new ConcurrentHashMap<>();
  private final Map<String, Row> errors = new ConcurrentHashMap<>();
  private final Map<KeyHash, String> committed = new ConcurrentHashMap<>();
  private final Map<KeyHash, String> committedErrors = new ConcurrentHashMap<>();
  private final Map<TableId, Map<String, TreeMap<Object, Row>>> series = new ConcurrentHashMap<>();
  private final Set<KeyHash> seen = ConcurrentHashMap.newKeySet();
  private Optional<Map<KeyHash, Row>> frozen = Optional.empty();
  private Optional<Instant> lastCompletePass = Optional.empty();
  private volatile Set<TableId> emptyTables = Set.of();

  /**
   * Creates an empty main table with its companions.
   *
   * @param main the main table
   * @param companions the tables whose names begin with its name
   */
  public KnownRowsInMemory(TableSchema main, List<TableSchema> companions) {
    this.main = main;
    schemas.put(main.id(), main);
    companions.forEach(schema -> schemas.put(schema.id(), schema));
  }

  /**
   * Applies operations as a destination would; checkpoints do nothing.
   *
   * @throws AssertionError where a promise about a row is broken
   */
  public void apply(List<Operation> operations) {
    for (Operation operation : operations) {
      if (operation instanceof Upsert upsert) {
        put(upsert);
      } else if (operation instanceof Delete delete) {
        remove(delete);
      }
    }
  }

  /** Returns the text of the key of a row of the main table. */
  String keyOf(Row row) {
    return RowShape.keyOf(main, row);
  }

  /** Returns the fingerprint of the row of this key. */
  Optional<Fingerprint> fingerprintOf(String key) {
    return Optional.ofNullable(rows.get(key))
        .flatMap(row -> value(main, ColumnRole.FINGERPRINT, row))
        .map(Fingerprint.class::cast);
  }

  /** Begins a new pass: nothing is seen yet. */
  public void newPass() {
    seen.clear();
    emptyTables =
        schemas.keySet().stream().filter(this::isEmpty).collect(Collectors.toUnmodifiableSet());
  }

  private boolean isEmpty(TableId table) {
    return rows.isEmpty()
        && series.getOrDefault(table, Map.of()).values().stream().allMatch(Map::isEmpty);
  }

  /** Returns the rows of the main table by the text of their key. */
  public Map<String, Row> rows() {
    return rows;
  }

  /** Removes a row of the main table as a user might, and leaves its samples and entries. */
  public void forgetRow(String key) {
    rows.remove(key);
    committed.values().remove(key);
  }

  /** Returns the rows of the errors table by the text of their key. */
  public Map<String, Row> errors() {
    return errors;
  }

  /** Returns the rows of one key in a table of samples or entries, by their subkey. */
  public Map<Object, Row> series(TableId table, String key) {
    return series
        .computeIfAbsent(table, id -> new ConcurrentHashMap<>())
        .computeIfAbsent(key, text -> new TreeMap<>());
  }

  /** Sets what {@link #lastCompletePass()} answers. */
  public void lastCompletePass(Instant began) {
    lastCompletePass = Optional.of(began);
  }

  /** From now on answers as of now: what is applied later is as good as not committed. */
  public void freeze() {
    Map<KeyHash, Row> now = new ConcurrentHashMap<>();
    committed.forEach((key, text) -> now.put(key, rows.get(text)));
    frozen = Optional.of(now);
  }

  private void put(Upsert upsert) {
    TableSchema schema = schemaOf(upsert.table());
    String key = RowShape.keyOf(schema, upsert.row());
    Optional<Row> old =
        switch (schema.role()) {
          case MAIN -> {
            committed.put(upsert.key(), key);
            yield Optional.ofNullable(rows.put(key, upsert.row()));
          }
          case ERRORS -> {
            committedErrors.put(upsert.key(), key);
            yield Optional.ofNullable(errors.put(key, upsert.row()));
          }
          case SERIES -> {
            Object subkey = value(schema, ColumnRole.SUBKEY, upsert.row()).orElseThrow();
            yield Optional.ofNullable(series(schema.id(), key).put(subkey, upsert.row()));
          }
          case SYNCS -> throw new AssertionError("A source fills no table of syncs");
        };
    if (!upsert.known() && old.isPresent()) {
      throw new AssertionError("known=false is wrong for " + key + " in " + upsert.table());
    }
  }

  private void remove(Delete delete) {
    switch (schemaOf(delete.table()).role()) {
      case MAIN -> {
        rows.remove(delete.keyText());
        committed.remove(delete.key());
      }
      case ERRORS -> {
        errors.remove(delete.keyText());
        committedErrors.remove(delete.key());
      }
      case SERIES ->
          series(delete.table(), delete.keyText())
              .keySet()
              .removeIf(subkey -> delete.range().isEmpty() || isIn(subkey, delete.range().get()));
      case SYNCS -> throw new AssertionError("A source fills no table of syncs");
    }
  }

  @SuppressWarnings("unchecked") // Subkeys of one table are of one class.
  private static boolean isIn(Object subkey, SubkeyRange range) {
    Comparable<Object> value = (Comparable<Object>) subkey;
    return value.compareTo(range.first()) >= 0 && value.compareTo(range.last()) <= 0;
  }

  private TableSchema schemaOf(TableId table) {
    TableSchema schema = schemas.get(table);
    if (schema == null) {
      throw new AssertionError("An operation for table " + table + ", which no schema names");
    }
    return schema;
  }

  private Optional<Row> row(KeyHash key) {
    if (frozen.isPresent()) {
      return Optional.ofNullable(frozen.get().get(key));
    }
    return Optional.ofNullable(committed.get(key)).map(rows::get);
  }

  private static Optional<Object> value(TableSchema schema, ColumnRole role, Row row) {
    OptionalInt index = schema.indexOf(role);
    return index.isEmpty() ? Optional.empty() : Optional.ofNullable(row.value(index.getAsInt()));
  }

  private long millis(Row row) {
    return value(main, ColumnRole.EXPIRY, row)
        .map(at -> ((Instant) at).toEpochMilli())
        .orElse(NO_EXPIRY);
  }

  @Override
  public Optional<String> kindOf(KeyHash key) {
    return row(key).flatMap(row -> value(main, ColumnRole.KIND, row)).map(String.class::cast);
  }

  @Override
  public Optional<String> positionOf(KeyHash key) {
    return row(key).flatMap(row -> value(main, ColumnRole.POSITION, row)).map(String.class::cast);
  }

  @Override
  public boolean isSeen(KeyHash key) {
    return seen.contains(key);
  }

  @Override
  public boolean beganEmpty(TableId companion) {
    return emptyTables.contains(companion);
  }

  @Override
  public Optional<Instant> lastCompletePass() {
    return lastCompletePass;
  }

  @Override
  public Sighting observe(
      KeyHash key, Fingerprint fingerprint, long expiresAtMillis, long toleranceMillis) {
    if (!seen.add(key)) {
      return Sighting.REPEATED;
    }
    if (row(key).isEmpty()) {
      return Sighting.NEW;
    }
    return holds(key, fingerprint, expiresAtMillis, toleranceMillis)
        ? Sighting.UNCHANGED
        : Sighting.CHANGED;
  }

  @Override
  public boolean holds(
      KeyHash key, Fingerprint fingerprint, long expiresAtMillis, long toleranceMillis) {
    Optional<Row> row = row(key);
    return row.isPresent()
        && value(main, ColumnRole.FINGERPRINT, row.get()).equals(Optional.of(fingerprint))
        && sameExpiry(millis(row.get()), expiresAtMillis, toleranceMillis);
  }

  private static boolean sameExpiry(long one, long other, long tolerance) {
    boolean bothExpire = one != NO_EXPIRY && other != NO_EXPIRY;
    return one == other || (bothExpire && Math.abs(one - other) <= tolerance);
  }

  @Override
  public boolean observeUnreadable(KeyHash key) {
    return seen.add(key);
  }

  @Override
  public Optional<Instant> quarantinedSince(KeyHash key) {
    return Optional.ofNullable(committedErrors.get(key)).map(errors::get).map(this::firstSeen);
  }

  private Instant firstSeen(Row row) {
    TableSchema schema = schemaOf(main.id().withSuffix("_errors"));
    int index = schema.columns().stream().map(column -> column.name()).toList().indexOf(FIRST_SEEN);
    return (Instant) row.value(index);
  }

  @Override
  public Stream<KnownRow> unseen() {
    return committed.entrySet().stream()
        .filter(entry -> !seen.contains(entry.getKey()))
        .map(entry -> known(rows.get(entry.getValue())))
        .toList()
        .stream();
  }

  private KnownRow known(Row row) {
    return new KnownRow(
        RowShape.keyOf(main, row),
        value(main, ColumnRole.FINGERPRINT, row).map(Fingerprint.class::cast),
        value(main, ColumnRole.KIND, row).map(String.class::cast).orElse(""),
        millis(row),
        value(main, ColumnRole.POSITION, row).map(String.class::cast));
  }

  @Override
  public Stream<String> unseenQuarantined() {
    return committedErrors.entrySet().stream()
        .filter(entry -> !seen.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList()
        .stream();
  }
}

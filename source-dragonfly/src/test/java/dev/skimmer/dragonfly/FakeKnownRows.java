package dev.skimmer.dragonfly;

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
import dev.skimmer.spi.Upsert;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A destination in memory: rows by key text, and what the present pass has seen. */
final class FakeKnownRows implements KnownRows {
  private final TableId main;
  private final Map<String, Row> rows = new ConcurrentHashMap<>();
  private final Map<String, Row> errors = new ConcurrentHashMap<>();
  private final Map<KeyHash, String> committed = new ConcurrentHashMap<>();
  private final Map<KeyHash, String> committedErrors = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Map<Object, Object>>> series = new TreeMap<>();
  private Optional<Map<KeyHash, Row>> frozen = Optional.empty();
  private Optional<Instant> lastCompletePass = Optional.empty();
  private final Set<KeyHash> seen = ConcurrentHashMap.newKeySet();

  FakeKnownRows(String table) {
    this.main = new TableId(table);
  }

  /** Applies operations as a destination would, and fails where a promise is broken. */
  void apply(List<Operation> operations) {
    for (Operation operation : operations) {
      if (operation instanceof Upsert upsert) {
        put(upsert);
      } else if (operation instanceof Delete delete) {
        remove(delete);
      }
    }
  }

  /** Begins a new pass: nothing is seen yet. */
  void newPass() {
    seen.clear();
  }

  Map<String, Row> rows() {
    return rows;
  }

  Map<String, Row> errors() {
    return errors;
  }

  /** Returns the samples or entries of a key, by timestamp or id. */
  Map<Object, Object> series(String table, String key) {
    return series
        .computeIfAbsent(table, name -> new TreeMap<>())
        .computeIfAbsent(key, name -> new TreeMap<>());
  }

  void lastCompletePass(Instant began) {
    lastCompletePass = Optional.of(began);
  }

  private boolean isSeries(TableId table) {
    return !table.equals(main) && !table.name().endsWith("_errors");
  }

  private void put(Upsert upsert) {
    boolean isMain = upsert.table().equals(main);
    String key = (String) upsert.row().value(0);
    Row row = upsert.row();
    Object old =
        isSeries(upsert.table())
            ? series(upsert.table().name(), key).put(row.value(1), row.value(2))
            : (isMain ? rows : errors).put(key, row);
    if (!upsert.known() && old != null) {
      throw new AssertionError("known=false is wrong for " + key + " in " + upsert.table());
    }
    if (isSeries(upsert.table())) {
      return;
    }
    (isMain ? committed : committedErrors).put(upsert.key(), key);
  }

  private void remove(Delete delete) {
    boolean isMain = delete.table().equals(main);
    if (isSeries(delete.table())) {
      series(delete.table().name(), delete.keyText())
          .keySet()
          .removeIf(subkey -> delete.range().isEmpty() || isIn(subkey, delete.range().get()));
      return;
    }
    (isMain ? rows : errors).remove(delete.keyText());
    (isMain ? committed : committedErrors).remove(delete.key());
  }

  @SuppressWarnings("unchecked") // Subkeys of one table are of one class.
  private static boolean isIn(Object subkey, SubkeyRange range) {
    Comparable<Object> value = (Comparable<Object>) subkey;
    return value.compareTo(range.first()) >= 0 && value.compareTo(range.last()) <= 0;
  }

  /** From now on answers as of now: what is applied later is as good as not committed. */
  void freeze() {
    Map<KeyHash, Row> now = new ConcurrentHashMap<>();
    committed.forEach((key, text) -> now.put(key, rows.get(text)));
    frozen = Optional.of(now);
  }

  private Optional<Row> row(KeyHash key) {
    if (frozen.isPresent()) {
      return Optional.ofNullable(frozen.get().get(key));
    }
    return Optional.ofNullable(committed.get(key)).map(rows::get);
  }

  @Override
  public Optional<String> kindOf(KeyHash key) {
    return row(key).map(row -> (String) row.value(2));
  }

  @Override
  public Optional<String> positionOf(KeyHash key) {
    return row(key).map(row -> (String) row.value(9));
  }

  @Override
  public boolean isSeen(KeyHash key) {
    return seen.contains(key);
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
    Optional<Row> row = row(key);
    if (row.isEmpty()) {
      return Sighting.NEW;
    }
    boolean same =
        fingerprint.equals(row.get().value(8))
            && sameExpiry(millis(row.get()), expiresAtMillis, toleranceMillis);
    return same ? Sighting.UNCHANGED : Sighting.CHANGED;
  }

  private static boolean sameExpiry(long one, long other, long tolerance) {
    boolean bothExpire = one != NO_EXPIRY && other != NO_EXPIRY;
    return one == other || (bothExpire && Math.abs(one - other) <= tolerance);
  }

  private static long millis(Row row) {
    return row.value(6) instanceof Instant at ? at.toEpochMilli() : NO_EXPIRY;
  }

  @Override
  public boolean observeUnreadable(KeyHash key) {
    return seen.add(key);
  }

  @Override
  public Optional<Instant> quarantinedSince(KeyHash key) {
    return Optional.ofNullable(committedErrors.get(key))
        .map(errors::get)
        .map(row -> (Instant) row.value(4));
  }

  @Override
  public Stream<KnownRow> unseen() {
    return committed.entrySet().stream()
        .filter(entry -> !seen.contains(entry.getKey()))
        .map(entry -> known(rows.get(entry.getValue())))
        .toList()
        .stream();
  }

  private static KnownRow known(Row row) {
    return new KnownRow(
        (String) row.value(0),
        Optional.ofNullable((Fingerprint) row.value(8)),
        (String) row.value(2),
        millis(row),
        Optional.empty());
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

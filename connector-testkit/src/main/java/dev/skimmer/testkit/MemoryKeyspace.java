package dev.skimmer.testkit;

import dev.skimmer.fingerprint.Fingerprinter;
import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.Fact;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.Sighting;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Upsert;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * A source whose keyspace is a map of texts: for whole syncs in tests of destinations. Read in
 * pages of ten keys, in one split.
 */
public final class MemoryKeyspace implements Source.Session {
  /** The table that it fills. */
  public static final TableSchema TABLE =
      new TableSchema(
          new TableId("keyspace"),
          TableRole.MAIN,
          List.of(
              new Column("key", ColumnType.TEXT, ColumnRole.KEY),
              Column.of("value", ColumnType.TEXT),
              new Column("_md5", ColumnType.FINGERPRINT, ColumnRole.FINGERPRINT)));

  private static final TableSchema ERRORS =
      new TableSchema(
          TABLE.id().withSuffix("_errors"),
          TableRole.ERRORS,
          List.of(
              new Column("key", ColumnType.TEXT, ColumnRole.KEY),
              Column.of("first_seen", ColumnType.TIMESTAMP)));
  private static final int PAGE = 10;

  private final NavigableMap<String, String> keys = new ConcurrentSkipListMap<>();
  private volatile Runnable beforePage = () -> {};

  /** Creates a keyspace with these keys, of plain text. */
  public MemoryKeyspace(Map<String, String> keys) {
    this.keys.putAll(keys);
  }

  /** Returns the keyspace, which may be changed at any time. */
  public Map<String, String> keys() {
    return keys;
  }

  /** Has something done, on a reading thread, before each page is read. */
  public void beforePage(Runnable action) {
    beforePage = action;
  }

  /** Returns the rows that a table has to hold which equals the keyspace. */
  public List<Row> rows() {
    return keys.entrySet().stream().map(MemoryKeyspace::row).toList();
  }

  @Override
  public Epoch epoch() {
    return new Epoch("always the same");
  }

  @Override
  public String identity() {
    return "memory";
  }

  @Override
  public String scope() {
    return "*";
  }

  @Override
  public List<TableSchema> tables() {
    return List.of(TABLE, ERRORS);
  }

  @Override
  public List<Split> plan(int parallelism) {
    return List.of(new Split("all", TABLE.id()));
  }

  @Override
  public SplitReader read(Split split, Cursor from, KnownRows known) {
    return new Reader() {
      private String last = from.value();

      @Override
      List<Operation> next() {
        beforePage.run();
        List<Map.Entry<String, String>> page =
            keys.tailMap(last, last.isEmpty()).entrySet().stream().limit(PAGE).toList();
        List<Operation> operations = new ArrayList<>();
        page.forEach(entry -> read(entry, known).ifPresent(operations::add));
        finished = page.isEmpty();
        if (!finished) {
          last = page.get(page.size() - 1).getKey();
          operations.add(new Checkpoint(new Cursor(last)));
        }
        return operations;
      }
    };
  }

  @Override
  public SplitReader sweep(TableId table, KnownRows known) {
    return new Reader() {
      @Override
      List<Operation> next() {
        finished = true;
        try (Stream<KnownRow> rows = known.unseen()) {
          return rows.map(row -> recheck(row.keyText(), known)).flatMap(Optional::stream).toList();
        }
      }
    };
  }

  @Override
  public OptionalLong estimatedKeys(TableId mainTable) {
    return OptionalLong.of(Math.max(1, keys.size()));
  }

  @Override
  public List<Fact> check() {
    return List.of();
  }

  @Override
  public void close() {}

  private Optional<Operation> recheck(String key, KnownRows known) {
    String value = keys.get(key);
    return value == null
        ? Optional.of(new Delete(TABLE.id(), KeyHash.ofUtf8(key), key))
        : read(Map.entry(key, value), known);
  }

  private static Optional<Operation> read(Map.Entry<String, String> entry, KnownRows known) {
    KeyHash key = KeyHash.ofUtf8(entry.getKey());
    Row row = row(entry);
    Sighting sighting = known.observe(key, (Fingerprint) row.value(2), KnownRows.NO_EXPIRY, 0);
    return sighting == Sighting.NEW || sighting == Sighting.CHANGED
        ? Optional.of(new Upsert(TABLE.id(), key, row, sighting == Sighting.CHANGED))
        : Optional.empty();
  }

  private static Row row(Map.Entry<String, String> entry) {
    byte[] bytes = entry.getValue().getBytes(StandardCharsets.UTF_8);
    Fingerprinter fingerprinter = new Fingerprinter();
    fingerprinter.start("string");
    fingerprinter.add(bytes, 0, bytes.length);
    return Row.of(entry.getKey(), entry.getValue(), fingerprinter.finish());
  }

  /** Reads without waiting. */
  private abstract static class Reader implements SplitReader {
    volatile boolean finished;

    abstract List<Operation> next();

    @Override
    public List<Operation> poll(Duration maxWait) {
      return next();
    }

    @Override
    public boolean isFinished() {
      return finished;
    }

    @Override
    public void wakeup() {}

    @Override
    public void close() {}
  }
}

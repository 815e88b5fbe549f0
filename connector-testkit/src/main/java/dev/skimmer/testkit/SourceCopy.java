package dev.skimmer.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Upsert;
import dev.skimmer.text.EscapedText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tables of a source in memory. Reads it as the engine does, and holds each poll against what
 * {@link SplitReader} promises.
 */
final class SourceCopy {
  private static final Duration MAX_WAIT = Duration.ofSeconds(1);

  private final Map<TableId, KnownRowsInMemory> tables = new LinkedHashMap<>();
  private final Map<TableId, TableSchema> schemas = new LinkedHashMap<>();

  SourceCopy(Source.Session session) {
    for (TableSchema schema : session.tables()) {
      schemas.put(schema.id(), schema);
      if (schema.role() == TableRole.MAIN) {
        List<TableSchema> companions =
            session.tables().stream()
                .filter(other -> other.role() != TableRole.MAIN)
                .filter(other -> other.id().name().startsWith(schema.id().name()))
                .toList();
        tables.put(schema.id(), new KnownRowsInMemory(schema, companions));
      }
    }
  }

  KnownRowsInMemory of(TableId table) {
    return tables.get(table);
  }

  boolean isMain(TableId table) {
    return tables.containsKey(table);
  }

  /** Returns the fingerprint of a row that is there. */
  Fingerprint fingerprintOf(String key) {
    return tables.values().stream()
        .flatMap(table -> table.fingerprintOf(key).stream())
        .findFirst()
        .orElseThrow(() -> new AssertionError("No row with a fingerprint for key " + key));
  }

  /** Returns the texts of all keys that have a row. */
  Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    tables.values().forEach(table -> keys.addAll(table.rows().keySet()));
    return keys;
  }

  /** Returns the texts of all keys that could not be read. */
  Set<String> unreadable() {
    Set<String> keys = new TreeSet<>();
    tables.values().forEach(table -> keys.addAll(table.errors().keySet()));
    return keys;
  }

  void newPass() {
    tables.values().forEach(KnownRowsInMemory::newPass);
  }

  /** Reads everything and sweeps; returns the operations, checkpoints left out. */
  List<Operation> pass(Source.Session session) {
    newPass();
    List<Operation> operations = scan(session);
    operations.addAll(sweep(session));
    return operations;
  }

  /** Reads every split, one after the other; returns the operations, checkpoints left out. */
  List<Operation> scan(Source.Session session) {
    List<Operation> all = new ArrayList<>();
    for (Split split : session.plan(1)) {
      all.addAll(read(session, split, Cursor.START));
    }
    all.removeIf(Checkpoint.class::isInstance);
    return all;
  }

  /** Reads one split to its end; returns all operations. */
  List<Operation> read(Source.Session session, Split split, Cursor from) {
    WatchedRows known = new WatchedRows(split.table(), of(split.table()));
    try (SplitReader reader = session.read(split, from, known)) {
      return drain(reader, known);
    }
  }

  /** Asks about all rows that were not seen; returns the operations, checkpoints left out. */
  List<Operation> sweep(Source.Session session) {
    List<Operation> all = new ArrayList<>();
    for (TableId table : tables.keySet()) {
      WatchedRows known = new WatchedRows(table, of(table));
      try (SplitReader reader = session.sweep(table, known)) {
        all.addAll(drain(reader, known));
      }
    }
    all.removeIf(Checkpoint.class::isInstance);
    return all;
  }

  private List<Operation> drain(SplitReader reader, WatchedRows known) {
    List<Operation> all = new ArrayList<>();
    while (!reader.isFinished()) {
      all.addAll(poll(reader, known, MAX_WAIT));
    }
    return all;
  }

  /** Polls once, holds the result against the contract, and applies it. */
  List<Operation> poll(SplitReader reader, WatchedRows known, Duration maxWait) {
    known.beginPoll();
    List<Operation> operations;
    try {
      operations = reader.poll(maxWait);
    } catch (ConnectorException e) {
      assertThat(known.hasMarked()).as("a poll that fails has marked no key").isFalse();
      throw e;
    }
    known.endPoll(operations);
    operations.forEach(this::check);
    synchronized (this) {
      of(known.table()).apply(operations);
    }
    return operations;
  }

  private void check(Operation operation) {
    if (operation instanceof Checkpoint checkpoint) {
      assertThat(checkpoint.cursor().value()).as("a cursor is short").hasSizeLessThan(1000);
    } else if (operation instanceof Delete delete) {
      assertKey(delete.key(), delete.keyText());
    } else if (operation instanceof Upsert upsert) {
      TableSchema schema = schemas.get(upsert.table());
      RowShape.check(schema, upsert.row());
      assertKey(upsert.key(), RowShape.keyOf(schema, upsert.row()));
    }
  }

  private static void assertKey(KeyHash key, String text) {
    assertThat(key)
        .as("the hash of a key is that of the bytes its text stands for")
        .isEqualTo(KeyHash.of(EscapedText.decode(text)));
  }
}

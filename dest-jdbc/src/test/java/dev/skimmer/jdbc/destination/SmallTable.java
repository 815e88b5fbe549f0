package dev.skimmer.jdbc.destination;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.StateChange;
import dev.skimmer.spi.StoredState;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Upsert;
import dev.skimmer.spi.Writer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A table of keys and values, and how a test writes and reads it. */
record SmallTable(TableSchema schema) {
  private static final String PIPELINE = "shop";

  static SmallTable named(String name) {
    return new SmallTable(
        new TableSchema(
            new TableId(name),
            TableRole.MAIN,
            List.of(
                new Column("key", ColumnType.TEXT, ColumnRole.KEY),
                Column.of("value", ColumnType.TEXT),
                new Column("_md5", ColumnType.FINGERPRINT, ColumnRole.FINGERPRINT))));
  }

  static Destination.Session open(JdbcConfig config) {
    return new JdbcDestination().open(config, Context.system());
  }

  /** Creates the table where it is not there, and commits changes of it. */
  void write(Destination.Session session, Upsert... changes) {
    session.apply(schema);
    Optional<StoredState> before = session.stateStore(PIPELINE).load();
    long next = before.map(StoredState::sequence).orElse(0L) + 1;
    try (Writer writer = session.openWriter(PIPELINE)) {
      writer.write(Arrays.asList(changes));
      writer.commit(new StateChange(before, new StoredState(next, "token " + next, "{}")));
    }
  }

  Upsert add(String key, String value) {
    return upsert(key, value, false);
  }

  Upsert change(String key, String value) {
    return upsert(key, value, true);
  }

  /** Returns each row as {@code key=value}. */
  List<String> read(Destination.Session session) {
    try (Stream<Row> rows = session.rows(schema)) {
      return rows.map(row -> row.value(0) + "=" + row.value(1)).toList();
    }
  }

  private Upsert upsert(String key, String value, boolean known) {
    Row row = Row.of(key, value, new Fingerprint(1, 2));
    return new Upsert(schema.id(), KeyHash.ofUtf8(key), row, known);
  }
}

package dev.skimmer.jdbc;

import dev.skimmer.jdbc.dialect.Dialects;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Measures how rows of some 200 bytes reach PostgreSQL: new ones in batches of statements and by
 * COPY, changed ones in batches, the arms one after the other in each round. A main method, so no
 * test run waits for it: {@code java -cp ... dev.skimmer.jdbc.LoadBenchmark ROWS ROUNDS}.
 */
final class LoadBenchmark {
  private static final int FLUSH_ROWS = 10_000;
  private static final int VALUE_CHARS = 120;
  private static final SqlDialect DIALECT = Dialects.guess("jdbc:postgresql:");
  private static final TableSchema SCHEMA =
      new TableSchema(
          new TableId("load"),
          TableRole.MAIN,
          List.of(
              new Column("key", ColumnType.TEXT, ColumnRole.KEY),
              Column.of("value", ColumnType.TEXT),
              new Column("data_type", ColumnType.TEXT, ColumnRole.KIND),
              Column.of("size", ColumnType.INTEGER),
              new Column("expires_at", ColumnType.TIMESTAMP, ColumnRole.EXPIRY),
              new Column("_md5", ColumnType.FINGERPRINT, ColumnRole.FINGERPRINT)));

  private static final TableLayout LAYOUT =
      new TableLayout(TableName.parse(SCHEMA.id()), SCHEMA, new ExistingTable(true, List.of()));

  private LoadBenchmark() {}

  public static void main(String[] arguments) throws IOException, SQLException {
    int rows = Integer.parseInt(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    try (EmbeddedPostgres postgres =
        EmbeddedPostgres.builder().setServerConfig("fsync", "on").start()) {
      String url =
          "jdbc:postgresql://127.0.0.1:%d/postgres?reWriteBatchedInserts=true"
              .formatted(postgres.getPort());
      for (int round = 1; round <= rounds; round++) {
        try (Connection copying = DriverManager.getConnection(url, "postgres", "postgres")) {
          Connection plain = withoutCopy(copying);
          measure(round, "batches", plain, rows);
          measure(round, "copy", copying, rows);
        }
      }
    }
  }

  private static void measure(int round, String arm, Connection connection, int rows)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS \"load\"");
      statement.execute(DIALECT.createTable(LAYOUT.name(), SCHEMA).get(0));
    }
    report(round, arm + " new", connection, rows, 1, false);
    report(round, arm + " changed", connection, rows, 2, true);
  }

  /** Also the CPU time of both sides, which other work on the machine hardly changes. */
  private static void report(
      int round, String arm, Connection connection, int rows, int version, boolean known)
      throws SQLException {
    double serverBefore = serverCpu(connection);
    long clientBefore = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    double seconds = seconds(connection, rows, version, known);
    double client =
        (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - clientBefore) / 1e9;
    System.out.printf(
        "round %d %-15s %6.1f s %8.0f rows/s, CPU client %5.1f s, server %5.1f s%n",
        round, arm, seconds, rows / seconds, client, serverCpu(connection) - serverBefore);
  }

  /** Returns seconds, as Linux counts them in hundredths. */
  private static double serverCpu(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet pid = statement.executeQuery("SELECT pg_backend_pid()")) {
      if (!pid.next()) {
        throw new IllegalStateException("No process answers");
      }
      String stat = Files.readString(Path.of("/proc", pid.getString(1), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double seconds(Connection connection, int rows, int version, boolean known)
      throws SQLException {
    SplittableRandom random = new SplittableRandom(version);
    long begun = System.nanoTime();
    connection.setAutoCommit(false);
    TableStatements statements = new TableStatements(connection, DIALECT, LAYOUT);
    for (int from = 0; from < rows; from += FLUSH_ROWS) {
      List<PendingRow> batch = new ArrayList<>(FLUSH_ROWS);
      for (int i = from; i < Math.min(rows, from + FLUSH_ROWS); i++) {
        batch.add(row(i, random, known));
      }
      if (known) {
        statements.upsert(batch);
      } else {
        statements.insert(batch);
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
    return (System.nanoTime() - begun) / 1e9;
  }

  private static PendingRow row(int number, SplittableRandom random, boolean known) {
    String key = "session:" + number;
    StringBuilder value = new StringBuilder(VALUE_CHARS);
    while (value.length() < VALUE_CHARS) {
      value.append((char) random.nextInt(' ', 127));
    }
    Row row =
        Row.of(
            key,
            value.toString(),
            "string",
            (long) VALUE_CHARS,
            Instant.ofEpochMilli(1_800_000_000_000L + number),
            new Fingerprint(random.nextLong(), random.nextLong()));
    return new PendingRow(KeyHash.ofUtf8(key), row, known);
  }

  /** A connection whose class has no method for COPY. */
  private static Connection withoutCopy(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            LoadBenchmark.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, values) -> method.invoke(connection, values));
  }
}

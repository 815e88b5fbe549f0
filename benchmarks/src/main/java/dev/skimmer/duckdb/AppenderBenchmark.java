package dev.skimmer.duckdb;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Upsert;
import dev.skimmer.spi.Writer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The appender: nanoseconds for a new row of 100 bytes, without its commit. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AppenderBenchmark {
  private static final int ROWS = 1000;
  private static final TableSchema SCHEMA =
      new TableSchema(
          new TableId("appended"),
          TableRole.MAIN,
          List.of(
              new Column("key", ColumnType.TEXT, ColumnRole.KEY),
              new Column("value", ColumnType.TEXT, ColumnRole.VALUE),
              new Column("data_type", ColumnType.TEXT, ColumnRole.KIND),
              Column.of("size", ColumnType.INTEGER),
              new Column("expires_at", ColumnType.TIMESTAMP, ColumnRole.EXPIRY),
              Column.of("last_modified", ColumnType.TIMESTAMP),
              new Column("_md5", ColumnType.FINGERPRINT, ColumnRole.FINGERPRINT)));

  private Path folder;
  private Destination.Session session;
  private Writer writer;
  private List<Operation> rows;

  /** Opens a new file, so that none grows without end. */
  @Setup(Level.Iteration)
  public void open() throws IOException {
    folder = Files.createTempDirectory("skimmer-appender");
    session =
        new DuckDbDestination()
            .open(DuckDbConfig.of(folder.resolve("appended.duckdb")), Context.system());
    session.apply(SCHEMA);
    writer = session.openWriter("benchmark");
    rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      String key = "key:%012d".formatted(i);
      Row row =
          Row.of(
              key, "value".repeat(20), "string", 100L, null, Instant.EPOCH, new Fingerprint(i, ~i));
      rows.add(new Upsert(SCHEMA.id(), KeyHash.ofUtf8(key), row, false));
    }
  }

  /** Appends a thousand rows. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void append() {
    writer.write(rows);
  }

  /** Removes the file. */
  @TearDown(Level.Iteration)
  public void close() throws IOException {
    writer.close();
    session.close();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}

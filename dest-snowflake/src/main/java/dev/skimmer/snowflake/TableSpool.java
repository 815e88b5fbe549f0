package dev.skimmer.snowflake;

import dev.skimmer.fault.FailPoints;
import dev.skimmer.jdbc.TableLayout;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.SubkeyRange;
import dev.skimmer.spi.Upsert;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The operations of one transaction for one table. They go into files, a full one is uploaded at
 * once, and the staging table takes them all: so a transaction of any size needs little memory and
 * little disk.
 */
final class TableSpool {
  /** As many as COPY INTO takes by name. */
  private static final int FILES_A_COPY = 1_000;

  private final Connection connection;
  private final Upload upload;
  private final long maxFileBytes;
  private final List<Column> columns;
  private final MergeSql sql;
  private final StagedOperations staged = new StagedOperations();
  private final List<String> uploaded = new ArrayList<>();
  private Optional<CsvFile> file = Optional.empty();

  TableSpool(
      Connection connection, Upload upload, long maxFileBytes, TableLayout table, MergeSql sql) {
    this.connection = connection;
    this.upload = upload;
    this.maxFileBytes = maxFileBytes;
    this.columns = table.schema().columns();
    this.sql = sql;
  }

  void upsert(Upsert upsert) throws SQLException {
    write(staged.nextUpsert(upsert.known()), MergeSql.UPSERT, upsert.row(), Optional.empty());
  }

  void delete(Delete delete) throws SQLException {
    String operation = delete.range().isPresent() ? MergeSql.DELETE_RANGE : MergeSql.DELETE_KEY;
    write(staged.nextDelete(), operation, keyAlone(delete.keyText()), delete.range());
  }

  /** Uploads what is left, and creates the staging table: both come before the transaction. */
  void prepare() throws SQLException {
    uploadFile();
    execute(sql.createStage());
  }

  /** Sends everything into the transaction. */
  void flush() throws SQLException {
    copy();
    FailPoints.pass("after the staging");
    for (String statement : sql.apply(staged)) {
      execute(statement);
      FailPoints.pass("after a step of the merge");
    }
  }

  /** Deletes the file here; never throws. */
  void close() {
    file.ifPresent(CsvFile::discard);
    file = Optional.empty();
  }

  private void write(long ordinal, String operation, Row row, Optional<SubkeyRange> range)
      throws SQLException {
    try {
      CsvFile csv = file();
      csv.plain(Long.toString(ordinal));
      csv.plain(operation);
      for (int i = 0; i < columns.size(); i++) {
        csv.value(columns.get(i).type(), row.value(i));
      }
      if (sql.hasRanges()) {
        ColumnType type = subkeyType();
        csv.value(type, range.map(SubkeyRange::first).orElse(null));
        csv.value(type, range.map(SubkeyRange::last).orElse(null));
      }
      csv.endRow();
    } catch (IOException e) {
      throw Disk.failure(e);
    }
    if (file().length() >= maxFileBytes) {
      uploadFile();
    }
  }

  private CsvFile file() throws SQLException {
    if (file.isEmpty()) {
      try {
        file = Optional.of(upload.newFile());
      } catch (IOException e) {
        throw Disk.failure(e);
      }
    }
    return file.get();
  }

  private void uploadFile() throws SQLException {
    if (file.isEmpty()) {
      return;
    }
    CsvFile finished = file.get();
    try {
      finished.close();
    } catch (IOException e) {
      throw Disk.failure(e);
    }
    file = Optional.empty();
    uploaded.add(upload.put(finished));
    FailPoints.pass("after an upload");
  }

  private void copy() throws SQLException {
    long loaded = 0;
    for (int from = 0; from < uploaded.size(); from += FILES_A_COPY) {
      List<String> files = uploaded.subList(from, Math.min(from + FILES_A_COPY, uploaded.size()));
      loaded += execute(sql.copy(upload.place(), files));
    }
    if (loaded != staged.count()) {
      throw new SQLException(
          "COPY INTO loaded %d of %d rows from the stage".formatted(loaded, staged.count()));
    }
  }

  private long execute(String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeLargeUpdate(text);
    }
  }

  private Row keyAlone(String keyText) {
    return Row.of(columns.stream().map(c -> c.role() == ColumnRole.KEY ? keyText : null).toArray());
  }

  private ColumnType subkeyType() {
    return columns.stream()
        .filter(c -> c.role() == ColumnRole.SUBKEY)
        .map(Column::type)
        .findFirst()
        .orElseThrow();
  }
}

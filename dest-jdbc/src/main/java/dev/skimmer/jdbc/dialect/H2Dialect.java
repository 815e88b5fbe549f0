package dev.skimmer.jdbc.dialect;

import dev.skimmer.jdbc.KeyedTable;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ErrorCode;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * H2. A VARCHAR has at most 1,048,576 characters, fewer than a key may have, and a CLOB cannot be
 * indexed, so the primary key is the hash of the key.
 */
final class H2Dialect implements OffsetTimestamps {
  private static final String FIND =
      """
      SELECT t.table_type, c.column_name, c.data_type
      FROM information_schema.tables t JOIN information_schema.columns c
        ON c.table_schema = t.table_schema AND c.table_name = t.table_name
      WHERE t.table_schema = COALESCE(CAST(? AS VARCHAR), CURRENT_SCHEMA) AND t.table_name = ?
      ORDER BY c.ordinal_position
      """;

  /** Connection broken, database closed, closing, or corrupt page while closing. */
  private static final Set<Integer> LOST = Set.of(90067, 90098, 90121, 90135);

  /** Locked by another process, lock timeout, deadlock, concurrent update. */
  private static final Set<Integer> BUSY = Set.of(90020, 50200, 40001, 90131);

  @Override
  public boolean excludesReaders() {
    return true;
  }

  @Override
  public String product() {
    return "H2";
  }

  @Override
  public int oldestVersion() {
    return 2;
  }

  @Override
  public int maxIdentifierBytes() {
    return 256;
  }

  @Override
  public String typeOf(Column column) {
    return storedType(column);
  }

  @Override
  public String storedType(Column column) {
    boolean isShort = column.role() == ColumnRole.KIND || column.role() == ColumnRole.SUBKEY;
    return switch (column.type()) {
      case TEXT -> isShort ? keyTextType() : "CHARACTER LARGE OBJECT";
      case INTEGER -> "BIGINT";
      case DOUBLE -> "DOUBLE PRECISION";
      case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
      case FINGERPRINT -> "BINARY VARYING";
    };
  }

  @Override
  public String keyTextType() {
    return "CHARACTER VARYING";
  }

  @Override
  public boolean keysOnHash() {
    return true;
  }

  @Override
  public String hashType() {
    return "BINARY(16)";
  }

  @Override
  public String findSql() {
    return FIND;
  }

  @Override
  public Optional<String> upsert(KeyedTable table) {
    return Optional.of(
        "MERGE INTO %s (%s) KEY (%s) VALUES (%s)"
            .formatted(
                table.name(),
                table.columnNames(),
                String.join(", ", table.key()),
                table.parameters()));
  }

  @Override
  public boolean rollsBackTables() {
    return false;
  }

  @Override
  public ErrorCode classify(SQLException failure) {
    if (LOST.contains(failure.getErrorCode())) {
      return ErrorCode.DESTINATION_UNREACHABLE;
    }
    if (BUSY.contains(failure.getErrorCode())) {
      return failure.getErrorCode() == 90020
          ? ErrorCode.PIPELINE_BUSY
          : ErrorCode.DESTINATION_UNREACHABLE;
    }
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left")
        ? ErrorCode.DESTINATION_FULL
        : OffsetTimestamps.super.classify(failure);
  }

  @Override
  public boolean isConnectionLost(SQLException failure) {
    return LOST.contains(failure.getErrorCode())
        || OffsetTimestamps.super.isConnectionLost(failure);
  }
}

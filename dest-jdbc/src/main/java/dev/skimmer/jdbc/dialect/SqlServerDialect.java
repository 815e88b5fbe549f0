package dev.skimmer.jdbc.dialect;

import static dev.skimmer.spi.ErrorCode.CONFIG_INVALID;

import dev.skimmer.jdbc.TableName;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Microsoft SQL Server. Index entries may have 900 bytes, and no collation tells {@code a} from
 * {@code a } with a space behind, so the primary key is the hash of the key.
 */
final class SqlServerDialect implements OffsetTimestamps {
  private static final String BYTEWISE = " COLLATE Latin1_General_100_BIN2";
  private static final String FIND =
      """
      SELECT t.table_type, c.column_name, CASE
        WHEN c.character_maximum_length = -1 THEN c.data_type + '(max)'
        WHEN c.character_maximum_length IS NOT NULL
          THEN c.data_type + '(' + CAST(c.character_maximum_length AS varchar(11)) + ')'
        ELSE c.data_type END
      FROM information_schema.tables t JOIN information_schema.columns c
        ON c.table_schema = t.table_schema AND c.table_name = t.table_name
      WHERE t.table_schema = COALESCE(?, SCHEMA_NAME()) AND t.table_name = ?
      ORDER BY c.ordinal_position
      """;

  private static final Set<Integer> FULL = Set.of(1101, 1105, 9002, 3257);

  /** Deadlock, lock timeout, snapshot conflict, shutdown, and Azure's throttling. */
  private static final Set<Integer> TRANSIENT =
      Set.of(1205, 1222, 3960, 6005, 40197, 40501, 40613, 49918, 49919, 49920);

  private static final Set<Integer> AUTHENTICATION = Set.of(18456, 18470, 18487, 18488, 4060);
  private static final Set<Integer> PERMISSION = Set.of(229, 230, 262, 297, 300, 916);
  private static final Set<Integer> DUPLICATE = Set.of(2601, 2627);

  @Override
  public String product() {
    return "Microsoft SQL Server";
  }

  /** SQL Server 2016. */
  @Override
  public int oldestVersion() {
    return 13;
  }

  @Override
  public int maxIdentifierBytes() {
    return 128;
  }

  @Override
  public String typeOf(Column column) {
    return column.type() == ColumnType.TEXT ? storedType(column) + BYTEWISE : storedType(column);
  }

  @Override
  public String storedType(Column column) {
    boolean isShort = column.role() == ColumnRole.KIND || column.role() == ColumnRole.SUBKEY;
    return switch (column.type()) {
      case TEXT -> isShort ? "nvarchar(255)" : "nvarchar(max)";
      case INTEGER -> "bigint";
      case DOUBLE -> "float";
      case TIMESTAMP -> "datetimeoffset";
      case FINGERPRINT -> "binary(16)";
    };
  }

  @Override
  public String keyTextType() {
    return "nvarchar(400)" + BYTEWISE;
  }

  @Override
  public boolean keysOnHash() {
    return true;
  }

  @Override
  public String hashType() {
    return "binary(16)";
  }

  @Override
  public String findSql() {
    return FIND;
  }

  @Override
  public String addColumn(TableName name, Column column) {
    return "ALTER TABLE %s ADD %s %s NULL"
        .formatted(name.quoted(this), quote(column.name()), typeOf(column));
  }

  /** HOLDLOCK: without it, two sessions may both find no row and both insert it. */
  @Override
  public Optional<String> upsert(String table, List<String> columns, List<String> key) {
    String names = String.join(", ", columns);
    return Optional.of(
        "MERGE INTO %s WITH (HOLDLOCK) AS t USING (VALUES (%s)) AS s (%s) ON %s WHEN MATCHED THEN UPDATE SET %s WHEN NOT MATCHED THEN INSERT (%s) VALUES (%s);"
            .formatted(
                table,
                Conflicts.parameters(columns),
                names,
                key.stream().map(c -> "t." + c + " = s." + c).collect(Collectors.joining(" AND ")),
                columns.stream()
                    .filter(c -> !key.contains(c))
                    .map(c -> c + " = s." + c)
                    .collect(Collectors.joining(", ")),
                names,
                columns.stream().map(c -> "s." + c).collect(Collectors.joining(", "))));
  }

  @Override
  public void bind(PreparedStatement statement, int position, ColumnType type, Object value)
      throws SQLException {
    Numbers.requireFinite(value, product());
    OffsetTimestamps.super.bind(statement, position, type, value);
  }

  @Override
  public void useSchema(Connection connection, String schema) {
    throw new ConnectorException(
        CONFIG_INVALID,
        "SQL Server cannot choose a schema for a connection. Leave schema out, and give the user a default schema or write the table_name as schema.table.");
  }

  @Override
  public boolean rollsBackTables() {
    return true;
  }

  @Override
  public ErrorCode classify(SQLException failure) {
    int code = failure.getErrorCode();
    if (FULL.contains(code)) {
      return ErrorCode.DESTINATION_FULL;
    }
    if (TRANSIENT.contains(code)) {
      return ErrorCode.DESTINATION_UNREACHABLE;
    }
    if (AUTHENTICATION.contains(code)) {
      return ErrorCode.AUTHENTICATION_FAILED;
    }
    return PERMISSION.contains(code)
        ? ErrorCode.PERMISSION_DENIED
        : OffsetTimestamps.super.classify(failure);
  }

  @Override
  public boolean isWriteConflict(SQLException failure) {
    return DUPLICATE.contains(failure.getErrorCode())
        || OffsetTimestamps.super.isWriteConflict(failure);
  }
}

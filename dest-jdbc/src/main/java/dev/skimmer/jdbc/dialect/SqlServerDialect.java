package dev.skimmer.jdbc.dialect;

import static dev.skimmer.spi.ErrorCode.CONFIG_INVALID;

import dev.skimmer.jdbc.KeyedTable;
import dev.skimmer.jdbc.TableName;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.text.Printable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Microsoft SQL Server. Index entries may have 900 bytes, and no collation tells {@code a} from
 * {@code a } with a space behind, so the primary key is the hash of the key. A FLOAT is neither NaN
 * nor infinite, and none is nearer to zero than the least normal number.
 */
final class SqlServerDialect implements OffsetTimestamps {
  private static final String BYTEWISE = " COLLATE Latin1_General_100_BIN2";

  private static final String AFTER_SPACES = "|";

  /** In capitals, as a database whose names know case wants them. */
  private static final String FIND =
      """
      SELECT t.TABLE_TYPE, c.COLUMN_NAME, CASE
        WHEN c.CHARACTER_MAXIMUM_LENGTH = -1 THEN c.DATA_TYPE + '(max)'
        WHEN c.CHARACTER_MAXIMUM_LENGTH IS NOT NULL
          THEN c.DATA_TYPE + '(' + CAST(c.CHARACTER_MAXIMUM_LENGTH AS varchar(11)) + ')'
        ELSE c.DATA_TYPE END
      FROM INFORMATION_SCHEMA.TABLES t JOIN INFORMATION_SCHEMA.COLUMNS c
        ON c.TABLE_SCHEMA = t.TABLE_SCHEMA AND c.TABLE_NAME = t.TABLE_NAME
      WHERE t.TABLE_SCHEMA = COALESCE(?, SCHEMA_NAME()) AND t.TABLE_NAME = ?
      ORDER BY c.ORDINAL_POSITION
      """;

  private static final String READS_VERSIONS =
      "SELECT is_read_committed_snapshot_on, name FROM sys.databases WHERE database_id = DB_ID()";

  private static final int MAX_NAME_CHARS = 128;

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
    return MAX_NAME_CHARS;
  }

  /** A name has 128 units of UTF-16. Microsoft's driver switches QUOTED_IDENTIFIER on. */
  @Override
  public String quote(String identifier) {
    if (identifier.indexOf('\0') >= 0 || identifier.length() > MAX_NAME_CHARS) {
      throw new ConnectorException(
          CONFIG_INVALID,
          "Cannot use %s as a name in %s: it holds NUL, or more than %d characters. Choose another name."
              .formatted(Printable.quoted(identifier), product(), MAX_NAME_CHARS));
    }
    return '"' + identifier.replace("\"", "\"\"") + '"';
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

  /** No comparison sees spaces at the end, so something stands behind them. */
  @Override
  public String keyText(String text) {
    return text.endsWith(" ") || text.endsWith(AFTER_SPACES) ? text + AFTER_SPACES : text;
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

  /**
   * HOLDLOCK: without it, two sessions may both find no row and both insert it. The collation of a
   * compared text is said, because a text parameter has the collation of the database.
   */
  @Override
  public Optional<String> upsert(KeyedTable table) {
    return Optional.of(
        "MERGE INTO %s WITH (HOLDLOCK) AS t USING (VALUES (%s)) AS s (%s) ON %s WHEN MATCHED THEN UPDATE SET %s WHEN NOT MATCHED THEN INSERT (%s) VALUES (%s);"
            .formatted(
                table.name(),
                table.parameters(),
                table.columnNames(),
                table.key().stream()
                    .map(
                        c -> "t." + c + " = s." + c + (table.textKey().contains(c) ? BYTEWISE : ""))
                    .collect(Collectors.joining(" AND ")),
                table.assignments("%1$s = s.%1$s"),
                table.columnNames(),
                table.columns().stream().map(c -> "s." + c).collect(Collectors.joining(", "))));
  }

  /** Reads what was committed while others write, which needs versions of rows. */
  @Override
  public void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet on = statement.executeQuery(READS_VERSIONS)) {
      if (on.next() && !on.getBoolean(1)) {
        throw new ConnectorException(
            CONFIG_INVALID,
            "Database %s makes readers wait for writers, and writers for readers. Run ALTER DATABASE %s SET READ_COMMITTED_SNAPSHOT ON."
                .formatted(Printable.quoted(on.getString(2)), quote(on.getString(2))));
      }
    }
  }

  @Override
  public void bind(PreparedStatement statement, int position, ColumnType type, Object value)
      throws SQLException {
    Numbers.requireNormal(value, product());
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
    return SqlServerCodes.classify(failure)
        .orElseGet(() -> OffsetTimestamps.super.classify(failure));
  }

  @Override
  public boolean isWriteConflict(SQLException failure) {
    return SqlServerCodes.isDuplicate(failure) || OffsetTimestamps.super.isWriteConflict(failure);
  }
}

package dev.skimmer.snowflake;

import dev.skimmer.jdbc.ExistingColumn;
import dev.skimmer.jdbc.ExistingTable;
import dev.skimmer.jdbc.TableName;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.text.Printable;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Looks into the information schema of the current database. */
final class Catalog {
  /** All of the table, because not every account has the column that tells of error logging. */
  private static final String FIND =
      """
      SELECT t.table_type, c.column_name, c.data_type, c.character_maximum_length,
        c.numeric_precision, c.numeric_scale, c.collation_name, t.*
      FROM information_schema.tables t JOIN information_schema.columns c
        ON c.table_schema = t.table_schema AND c.table_name = t.table_name
      WHERE t.table_schema = %s AND t.table_name = ?
      ORDER BY c.ordinal_position
      """;

  private final Handle handle;

  private record Found(
      boolean writable, boolean logsErrors, Optional<String> collation, ExistingColumn column) {}

  Catalog(Handle handle) {
    this.handle = handle;
  }

  /**
   * Looks for a table or view.
   *
   * @throws ConnectorException when its rows may be dropped without an error, or keys that differ
   *     may be taken for one
   */
  Optional<ExistingTable> find(TableName name) {
    List<Found> found =
        query(name).map((row, context) -> found(row)).list().stream()
            .filter(row -> isReachable(row.column().name()))
            .toList();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (found.get(0).logsErrors()) {
      throw logsErrors(name);
    }
    found.stream().filter(Catalog::isCollated).findFirst().ifPresent(row -> refuse(name, row));
    return Optional.of(
        new ExistingTable(found.get(0).writable(), found.stream().map(Found::column).toList()));
  }

  private Query query(TableName name) {
    if (name.schema().isEmpty()) {
      return handle
          .createQuery(FIND.formatted("CURRENT_SCHEMA()"))
          .bind(0, Names.stored(name.table()));
    }
    return handle
        .createQuery(FIND.formatted("?"))
        .bind(0, Names.stored(name.schema().get()))
        .bind(1, Names.stored(name.table()));
  }

  /** A column in lower case is another one than ours, and could not be named by us. */
  private static boolean isReachable(String column) {
    return Names.stored(column).equals(column);
  }

  private static Found found(ResultSet row) throws SQLException {
    String type = row.getString(3);
    String size =
        row.getString(5) == null ? "" : "(%s,%s)".formatted(row.getString(5), row.getString(6));
    if (row.getString(4) != null) {
      size = "(%s)".formatted(row.getString(4));
    }
    boolean sized = type.equals("TEXT") || type.equals("NUMBER") || type.equals("BINARY");
    String name = (type.equals("TEXT") ? "VARCHAR" : type) + (sized ? size : "");
    return new Found(
        row.getString(1).equals("BASE TABLE"),
        logsErrors(row),
        Optional.ofNullable(row.getString(7)),
        new ExistingColumn(row.getString(2), name));
  }

  private static boolean logsErrors(ResultSet row) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      if (columns.getColumnLabel(i).equalsIgnoreCase("ERROR_LOGGING")) {
        return row.getBoolean(i);
      }
    }
    return false;
  }

  /** No collation, and the two that compare bytes. */
  private static boolean isCollated(Found row) {
    return row.collation().filter(name -> !List.of("", "utf8", "bin").contains(name)).isPresent();
  }

  private static void refuse(TableName table, Found row) {
    throw new ConnectorException(
        ErrorCode.DESTINATION_FAILED,
        "Cannot write to table %s: its column %s has the collation %s, which takes different keys for equal. Choose another table_name, or drop the table: Skimmer creates it without a collation."
            .formatted(
                Printable.brief(written(table)),
                Printable.brief(row.column().name()),
                Printable.brief(row.collation().orElse(""))));
  }

  private static String written(TableName name) {
    return name.schema().map(schema -> Names.written(schema) + ".").orElse("")
        + Names.written(name.table());
  }

  private static ConnectorException logsErrors(TableName name) {
    return new ConnectorException(
        ErrorCode.DESTINATION_FAILED,
        "Cannot write to table %1$s: with error logging, Snowflake leaves out rows instead of failing. Run: ALTER TABLE %1$s SET ERROR_LOGGING = FALSE."
            .formatted(Printable.brief(written(name))));
  }
}

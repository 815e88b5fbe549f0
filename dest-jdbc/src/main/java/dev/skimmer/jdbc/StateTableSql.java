package dev.skimmer.jdbc;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import java.util.List;
import java.util.Optional;

/** The statements of the table {@code _skimmer_state}. */
final class StateTableSql {
  static final TableName NAME = new TableName(Optional.empty(), "_skimmer_state");

  /** Stands where the name of a pipeline would, which is never empty. */
  static final String TURN = "";

  private static final List<String> COLUMNS =
      List.of("pipeline", "sequence", "token", "state", "updated_at");

  private final Dialect dialect;

  StateTableSql(Dialect dialect) {
    this.dialect = dialect;
  }

  String create() {
    return dialect.enforcesPrimaryKeys() ? createWithPrimaryKey() : createWithTurn();
  }

  /** Replaces {@code {table}} and each column in braces by its quoted name. */
  String of(String template) {
    String sql = template.replace("{table}", NAME.quoted(dialect));
    for (String column : COLUMNS) {
      sql = sql.replace("{" + column + "}", dialect.quote(column));
    }
    return sql;
  }

  private String createWithPrimaryKey() {
    return "CREATE TABLE %s (%s NOT NULL PRIMARY KEY, %s NOT NULL, %s NOT NULL, %s NOT NULL, %s NOT NULL)"
        .formatted(definitions());
  }

  /**
   * Creates the table and its row of turns in one statement, so that there is exactly one such row.
   * To update it is how transactions take turns where no primary key keeps them apart.
   */
  private String createWithTurn() {
    return "CREATE TABLE IF NOT EXISTS %s (%s, %s, %s, %s, %s)".formatted(definitions())
        + " AS SELECT '%s', 0, '', '', CAST('1970-01-01 00:00:00' AS %s)"
            .formatted(TURN, typeOf("updated_at", ColumnType.TIMESTAMP, ColumnRole.VALUE));
  }

  private Object[] definitions() {
    return new Object[] {
      NAME.quoted(dialect),
      dialect.quote("pipeline") + " " + dialect.keyTextType(),
      definition("sequence", ColumnType.INTEGER, ColumnRole.VALUE),
      definition("token", ColumnType.TEXT, ColumnRole.KIND),
      definition("state", ColumnType.TEXT, ColumnRole.VALUE),
      definition("updated_at", ColumnType.TIMESTAMP, ColumnRole.VALUE)
    };
  }

  /** A token has the role of a kind: a short text, which every database can compare. */
  private String definition(String name, ColumnType type, ColumnRole role) {
    return dialect.quote(name) + " " + typeOf(name, type, role);
  }

  private String typeOf(String name, ColumnType type, ColumnRole role) {
    return dialect.typeOf(new Column(name, type, role));
  }
}

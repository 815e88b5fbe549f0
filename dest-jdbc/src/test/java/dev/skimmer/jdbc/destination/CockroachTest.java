package dev.skimmer.jdbc.destination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.jdbc.SqlDialect;
import dev.skimmer.jdbc.TableName;
import dev.skimmer.jdbc.dialect.Dialects;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.ErrorCategory;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL's driver calls CockroachDB PostgreSQL, and only its function version tells. */
class CockroachTest {
  private static final TableSchema ENTRIES =
      new TableSchema(
          new TableId("entries"),
          TableRole.SERIES,
          List.of(
              new Column("key", ColumnType.TEXT, ColumnRole.KEY),
              new Column("id", ColumnType.TEXT, ColumnRole.SUBKEY),
              Column.of("fields", ColumnType.TEXT)));

  private final String schema = PostgresServer.newSchema();

  @BeforeEach
  void callItselfCockroach() {
    PostgresServer.execute(
        "CREATE FUNCTION %s.version() RETURNS text LANGUAGE sql AS $$ SELECT 'CockroachDB CCL v25.2.1 (x86_64-pc-linux-gnu)' $$"
            .formatted(schema));
  }

  @AfterEach
  void dropSchema() {
    PostgresServer.dropSchema(schema);
  }

  @Test
  void isRecognisedByItsVersion() throws SQLException {
    assertThat(dialect(schema + ",pg_catalog").product()).isEqualTo("CockroachDB");
    assertThat(dialect("pg_catalog").product()).isEqualTo("PostgreSQL");
  }

  @Test
  void comparesTextsWithoutACollation() throws SQLException {
    SqlDialect cockroach = dialect(schema + ",pg_catalog");
    assertThat(cockroach.createTable(TableName.parse(ENTRIES.id()), ENTRIES))
        .containsExactly(
            "CREATE TABLE \"entries\" (\"key\" text NOT NULL, \"id\" text NOT NULL, \"fields\" text, \"_key_hash\" bytea NOT NULL, PRIMARY KEY (\"_key_hash\", \"id\"))");
    assertThat(dialect("pg_catalog").createTable(TableName.parse(ENTRIES.id()), ENTRIES))
        .containsExactly(
            "CREATE TABLE \"entries\" (\"key\" text COLLATE \"C\" NOT NULL, \"id\" text COLLATE \"C\" NOT NULL, \"fields\" text, \"_key_hash\" bytea NOT NULL, PRIMARY KEY (\"_key_hash\", \"id\"))");
  }

  @Test
  void triesATransactionAgainThatLostToAnother() throws SQLException {
    SqlDialect cockroach = dialect(schema + ",pg_catalog");
    SQLException restart = new SQLException("restart transaction", "40001");
    assertThat(cockroach.classify(restart).category()).isEqualTo(ErrorCategory.TRANSIENT);
    assertThat(cockroach.isWriteConflict(restart)).isFalse();
    assertThat(cockroach.isWriteConflict(new SQLException("duplicate", "23505"))).isTrue();
    assertThat(cockroach.isConnectionLost(new SQLException("ambiguous", "40003"))).isTrue();
  }

  private static SqlDialect dialect(String searchPath) throws SQLException {
    String url = PostgresServer.url() + "?currentSchema=" + searchPath;
    try (Connection connection =
        DriverManager.getConnection(url, PostgresServer.USER, PostgresServer.PASSWORD)) {
      return Dialects.of(connection.getMetaData());
    }
  }
}

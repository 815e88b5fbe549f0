package dev.skimmer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.TableSchema;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

class StateTableSqlTest {
  @Test
  void hasAPrimaryKeyWhereThatKeepsTwoFirstStatesApart() {
    assertThat(new StateTableSql(new StandardDialect()).create())
        .isEqualTo(
            "CREATE TABLE \"_skimmer_state\" (\"pipeline\" TEXT NOT NULL PRIMARY KEY, \"sequence\""
                + " INTEGER NOT NULL, \"token\" TEXT NOT NULL, \"state\" TEXT NOT NULL, \"updated_at\""
                + " TIMESTAMP NOT NULL)");
  }

  @Test
  void isCreatedWithItsRowOfTurnsWhereAPrimaryKeyIsNotEnforced() {
    assertThat(new StateTableSql(new Trusting()).create())
        .isEqualTo(
            "CREATE TABLE IF NOT EXISTS \"_skimmer_state\" (\"pipeline\" TEXT, \"sequence\" INTEGER,"
                + " \"token\" TEXT, \"state\" TEXT, \"updated_at\" TIMESTAMP) AS SELECT '', 0, '', '',"
                + " CAST('1970-01-01 00:00:00' AS TIMESTAMP)");
  }

  /** A database that takes our word for a primary key. */
  private static final class Trusting implements Dialect {
    private final Dialect standard = new StandardDialect();

    @Override
    public boolean enforcesPrimaryKeys() {
      return false;
    }

    @Override
    public String product() {
      return standard.product();
    }

    @Override
    public int maxIdentifierBytes() {
      return standard.maxIdentifierBytes();
    }

    @Override
    public String typeOf(Column column) {
      return standard.typeOf(column);
    }

    @Override
    public String keyTextType() {
      return standard.keyTextType();
    }

    @Override
    public boolean accepts(ColumnType wanted, String existingType) {
      return standard.accepts(wanted, existingType);
    }

    @Override
    public Optional<ExistingTable> find(Handle handle, TableName name) {
      return Optional.empty();
    }

    @Override
    public List<String> createTable(TableName name, TableSchema schema) {
      return List.of();
    }
  }
}

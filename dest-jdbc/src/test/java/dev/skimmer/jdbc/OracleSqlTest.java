package dev.skimmer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.jdbc.dialect.Dialects;
import dev.skimmer.spi.ConnectorException;
import org.junit.jupiter.api.Test;

/** What Oracle would be told. No server takes part: these are the texts by its documentation. */
class OracleSqlTest {
  private static final SqlText SQL = new SqlText(Dialects.guess("jdbc:oracle:thin:@localhost"));

  @Test
  void createsATableWhosePrimaryKeyIsTheHashOfTheKey() {
    assertThat(SQL.create(SqlText.named(SqlText.MAIN, "it's; DROP")))
        .isEqualTo(
            "CREATE TABLE \"it's; DROP\" (\"key\" CLOB, \"value\" CLOB, \"data_type\" VARCHAR2(255 CHAR), \"size\" NUMBER(19), \"score\" BINARY_DOUBLE, \"expires_at\" TIMESTAMP(6), \"_md5\" RAW(16), \"_key_hash\" RAW(16) NOT NULL, PRIMARY KEY (\"_key_hash\"))");
    assertThat(SQL.create(SqlText.ENTRIES))
        .isEqualTo(
            "CREATE TABLE \"s\".\"entries\" (\"key\" CLOB, \"id\" VARCHAR2(255 CHAR) NOT NULL, \"fields\" CLOB, \"_key_hash\" RAW(16) NOT NULL, PRIMARY KEY (\"_key_hash\", \"id\"))");
  }

  /** A TIMESTAMP WITH TIME ZONE cannot be part of one (ORA-02329). */
  @Test
  void keepsTimeZonesOutOfAPrimaryKey() {
    assertThat(SQL.create(SqlText.SAMPLES))
        .isEqualTo(
            "CREATE TABLE \"samples\" (\"key\" CLOB, \"timestamp\" TIMESTAMP(6) NOT NULL, \"value\" BINARY_DOUBLE, \"_key_hash\" RAW(16) NOT NULL, PRIMARY KEY (\"_key_hash\", \"timestamp\"))");
  }

  /** A MERGE would have to select what it binds, and a long text cannot be selected. */
  @Test
  void deletesAndInsertsAChangedRow() {
    TableSql entries = SQL.statements(SqlText.ENTRIES);
    assertThat(entries.upsert()).isEmpty();
    assertThat(entries.deleteRow())
        .isEqualTo("DELETE FROM \"s\".\"entries\" WHERE \"_key_hash\" = ? AND \"id\" = ?");
    assertThat(entries.insert())
        .isEqualTo(
            "INSERT INTO \"s\".\"entries\" (\"key\", \"id\", \"fields\", \"_key_hash\") VALUES (?, ?, ?, ?)");
  }

  @Test
  void deletesKeysAndRanges() {
    TableSql entries = SQL.statements(SqlText.ENTRIES);
    assertThat(entries.deleteKeys(2))
        .isEqualTo("DELETE FROM \"s\".\"entries\" WHERE \"_key_hash\" IN (?, ?)");
    assertThat(entries.deleteRange())
        .isEqualTo(
            "DELETE FROM \"s\".\"entries\" WHERE \"_key_hash\" = ? AND \"id\" >= ? AND \"id\" <= ?");
  }

  /** A list in parentheses may have 1,000 members (ORA-01795). */
  @Test
  void neverListsMoreKeysThanAListMayHave() {
    assertThat(TableStatements.KEYS_A_DELETE).isLessThanOrEqualTo(1_000);
  }

  @Test
  void keepsStatesByCompareAndSet() {
    assertThat(SQL.createStates())
        .isEqualTo(
            "CREATE TABLE \"_skimmer_state\" (\"pipeline\" VARCHAR2(1000 CHAR) NOT NULL PRIMARY KEY, \"sequence\" NUMBER(19) NOT NULL, \"token\" VARCHAR2(255 CHAR) NOT NULL, \"state\" CLOB NOT NULL, \"updated_at\" TIMESTAMP(6) NOT NULL)");
    assertThat(SQL.updateState())
        .isEqualTo(
            "UPDATE \"_skimmer_state\" SET \"sequence\" = ?, \"token\" = ?, \"state\" = ?, \"updated_at\" = ? WHERE \"pipeline\" = ? AND \"sequence\" = ? AND \"token\" = ?");
  }

  @Test
  void addsAColumnThatMayBeNull() {
    assertThat(
            SQL.dialect()
                .addColumn(TableName.parse(SqlText.SAMPLES.id()), SqlText.MAIN.columns().get(4)))
        .isEqualTo("ALTER TABLE \"samples\" ADD (\"score\" BINARY_DOUBLE)");
  }

  @Test
  void takesNamesOf128BytesWithoutQuoteAndNul() {
    String longest = "ü".repeat(64);
    assertThat(SQL.dialect().quote(longest)).isEqualTo('"' + longest + '"');
    for (String refused : new String[] {longest + "x", "a\"b", "a\0b"}) {
      assertThatThrownBy(() -> SQL.dialect().quote(refused)).isInstanceOf(ConnectorException.class);
    }
  }
}

package dev.skimmer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.jdbc.dialect.Dialects;
import dev.skimmer.spi.ConnectorException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What SQL Server would be told. No server takes part: these are the texts by its documentation.
 */
class SqlServerSqlTest {
  private static final SqlText SQL = new SqlText(Dialects.guess("jdbc:sqlserver://localhost"));
  private static final String BIN2 = "COLLATE Latin1_General_100_BIN2";

  @Test
  void createsATableWhosePrimaryKeyIsTheHashOfTheKey() {
    assertThat(SQL.create(SqlText.MAIN))
        .isEqualTo(
            "CREATE TABLE \"x\"\"]`; DROP\" (\"key\" nvarchar(max) BIN2 NOT NULL, \"value\" nvarchar(max) BIN2, \"data_type\" nvarchar(255) BIN2, \"size\" bigint, \"score\" float, \"expires_at\" datetimeoffset, \"_md5\" binary(16), \"_key_hash\" binary(16) NOT NULL, PRIMARY KEY (\"_key_hash\"))"
                .replace("BIN2", BIN2));
    assertThat(SQL.create(SqlText.ENTRIES))
        .isEqualTo(
            "CREATE TABLE \"s\".\"entries\" (\"key\" nvarchar(max) BIN2 NOT NULL, \"id\" nvarchar(255) BIN2 NOT NULL, \"fields\" nvarchar(max) BIN2, \"_key_hash\" binary(16) NOT NULL, PRIMARY KEY (\"_key_hash\", \"id\"))"
                .replace("BIN2", BIN2));
    assertThat(SQL.create(SqlText.SAMPLES))
        .isEqualTo(
            "CREATE TABLE \"samples\" (\"key\" nvarchar(max) BIN2 NOT NULL, \"timestamp\" datetimeoffset NOT NULL, \"value\" float, \"_key_hash\" binary(16) NOT NULL, PRIMARY KEY (\"_key_hash\", \"timestamp\"))"
                .replace("BIN2", BIN2));
  }

  @Test
  void mergesARowUnderALockThatKeepsOthersFromInsertingIt() {
    assertThat(SQL.statements(SqlText.SAMPLES).upsert())
        .contains(
            "MERGE INTO \"samples\" WITH (HOLDLOCK) AS t USING (VALUES (?, ?, ?, ?)) AS s (\"key\", \"timestamp\", \"value\", \"_key_hash\") ON t.\"_key_hash\" = s.\"_key_hash\" AND t.\"timestamp\" = s.\"timestamp\" WHEN MATCHED THEN UPDATE SET \"key\" = s.\"key\", \"value\" = s.\"value\" WHEN NOT MATCHED THEN INSERT (\"key\", \"timestamp\", \"value\", \"_key_hash\") VALUES (s.\"key\", s.\"timestamp\", s.\"value\", s.\"_key_hash\");");
  }

  @Test
  void comparesTheTextOfAPrimaryKeyBytewiseWhateverTheDatabaseDoes() {
    assertThat(SQL.statements(SqlText.ENTRIES).upsert())
        .contains(
            "MERGE INTO \"s\".\"entries\" WITH (HOLDLOCK) AS t USING (VALUES (?, ?, ?, ?)) AS s (\"key\", \"id\", \"fields\", \"_key_hash\") ON t.\"_key_hash\" = s.\"_key_hash\" AND t.\"id\" = s.\"id\" BIN2 WHEN MATCHED THEN UPDATE SET \"key\" = s.\"key\", \"fields\" = s.\"fields\" WHEN NOT MATCHED THEN INSERT (\"key\", \"id\", \"fields\", \"_key_hash\") VALUES (s.\"key\", s.\"id\", s.\"fields\", s.\"_key_hash\");"
                .replace("BIN2", BIN2));
  }

  @Test
  void insertsAndDeletes() {
    TableSql entries = SQL.statements(SqlText.ENTRIES);
    assertThat(entries.insert())
        .isEqualTo(
            "INSERT INTO \"s\".\"entries\" (\"key\", \"id\", \"fields\", \"_key_hash\") VALUES (?, ?, ?, ?)");
    assertThat(entries.deleteKeys(3))
        .isEqualTo("DELETE FROM \"s\".\"entries\" WHERE \"_key_hash\" IN (?, ?, ?)");
    assertThat(entries.deleteRange())
        .isEqualTo(
            "DELETE FROM \"s\".\"entries\" WHERE \"_key_hash\" = ? AND \"id\" >= ? AND \"id\" <= ?");
    assertThat(entries.deleteRow())
        .isEqualTo("DELETE FROM \"s\".\"entries\" WHERE \"_key_hash\" = ? AND \"id\" = ?");
  }

  /** A statement may have 2,100 parameters. */
  @Test
  void neverSendsMoreParametersThanAStatementMayHave() {
    assertThat(TableStatements.KEYS_A_DELETE).isLessThan(2_100);
  }

  @Test
  void keepsStatesByCompareAndSet() {
    assertThat(SQL.createStates())
        .isEqualTo(
            "CREATE TABLE \"_skimmer_state\" (\"pipeline\" nvarchar(400) BIN2 NOT NULL PRIMARY KEY, \"sequence\" bigint NOT NULL, \"token\" nvarchar(255) BIN2 NOT NULL, \"state\" nvarchar(max) BIN2 NOT NULL, \"updated_at\" datetimeoffset NOT NULL)"
                .replace("BIN2", BIN2));
    assertThat(SQL.updateState())
        .isEqualTo(
            "UPDATE \"_skimmer_state\" SET \"sequence\" = ?, \"token\" = ?, \"state\" = ?, \"updated_at\" = ? WHERE \"pipeline\" = ? AND \"sequence\" = ? AND \"token\" = ?");
  }

  @Test
  void addsAColumnThatMayBeNull() {
    assertThat(
            SQL.dialect()
                .addColumn(TableName.parse(SqlText.SAMPLES.id()), SqlText.MAIN.columns().get(1)))
        .isEqualTo(
            "ALTER TABLE \"samples\" ADD \"value\" nvarchar(max) BIN2 NULL".replace("BIN2", BIN2));
  }

  @Test
  void takesNamesOf128CharactersWithoutNul() {
    String longest = "東".repeat(128);
    assertThat(SQL.dialect().quote(longest)).isEqualTo('"' + longest + '"');
    assertThatThrownBy(() -> SQL.dialect().quote(longest + "x"))
        .isInstanceOf(ConnectorException.class);
    assertThatThrownBy(() -> SQL.dialect().quote("a\0b")).isInstanceOf(ConnectorException.class);
  }

  /** Such names are found in capitals alone where the names of a database know case. */
  @Test
  void readsItsCatalogInCapitals() {
    assertThat(SQL.dialect().findSql())
        .contains("FROM INFORMATION_SCHEMA.TABLES t JOIN INFORMATION_SCHEMA.COLUMNS c")
        .doesNotContain("information_schema");
  }

  /** SQL Server pads texts with spaces before it compares them, whatever their collation. */
  @Test
  void tellsPipelinesApartThatDifferInSpacesAtTheEnd() {
    List<String> names = List.of("shop", "shop ", "shop  ", "shop |", "shop|", "shop||", " ", "|");
    Set<String> compared = new HashSet<>();
    names.forEach(name -> compared.add(SQL.dialect().keyText(name).stripTrailing()));
    assertThat(compared).hasSameSizeAs(names);
    assertThat(SQL.dialect().keyText("shop")).isEqualTo("shop");
  }
}

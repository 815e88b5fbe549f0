package dev.skimmer.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.jdbc.ExistingTable;
import dev.skimmer.jdbc.TableLayout;
import dev.skimmer.jdbc.TableName;
import dev.skimmer.spi.TableSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The text of the statements, because the emulator hides what Snowflake would refuse: two staged
 * rows for one row of the table, and names in the wrong case.
 */
class MergeSqlTest {
  private static final String LAST_UPSERTS =
      "SELECT u.* FROM \"_SKIMMER_ROWS_0\" AS u WHERE u.\"OPERATION\" = 'U' QUALIFY ROW_NUMBER() OVER"
          + " (PARTITION BY u.\"C0\" ORDER BY u.\"ORDINAL\" DESC) = 1";
  private static final String LAST_SAMPLES =
      "SELECT u.* FROM \"_SKIMMER_ROWS_0\" AS u LEFT JOIN \"_SKIMMER_ROWS_0\" AS d ON d.\"OPERATION\" <>"
          + " 'U' AND d.\"C0\" = u.\"C0\" AND d.\"ORDINAL\" > u.\"ORDINAL\" AND (d.\"OPERATION\" = 'D'"
          + " OR u.\"C1\" BETWEEN d.\"LOWEST\" AND d.\"HIGHEST\") WHERE u.\"OPERATION\" = 'U' AND"
          + " d.\"ORDINAL\" IS NULL QUALIFY ROW_NUMBER() OVER (PARTITION BY u.\"C0\", u.\"C1\" ORDER BY"
          + " u.\"ORDINAL\" DESC) = 1";
  private static final String DELETE_COVERED =
      "DELETE FROM \"COPY_SAMPLES\" AS t USING \"_SKIMMER_ROWS_0\" AS d WHERE d.\"OPERATION\" <> 'U'"
          + " AND t.\"KEY\" = d.\"C0\" AND (d.\"OPERATION\" = 'D' OR t.\"TIMESTAMP\" BETWEEN"
          + " d.\"LOWEST\" AND d.\"HIGHEST\")";

  private final StagedOperations staged = new StagedOperations();

  @Test
  void stagesInATemporaryTableOfItsOwn() {
    assertThat(sql(Tables.SERIES).createStage())
        .isEqualTo(
            "CREATE OR REPLACE TEMPORARY TABLE \"_SKIMMER_ROWS_0\" (\"ORDINAL\" NUMBER(19,0),"
                + " \"OPERATION\" VARCHAR(1), \"C0\" VARCHAR(134217728), \"C1\" NUMBER(19,0),"
                + " \"C2\" FLOAT, \"LOWEST\" NUMBER(19,0), \"HIGHEST\" NUMBER(19,0))"
                + " DEFAULT_DDL_COLLATION = ''");
  }

  @Test
  void loadsTheFilesOfOneBatchByName() {
    assertThat(sql(Tables.MAIN).copy("@s/b/", List.of("a.csv.gz", "b.csv.gz")))
        .isEqualTo(
            "COPY INTO \"_SKIMMER_ROWS_0\" FROM @s/b/ FILES = ('a.csv.gz', 'b.csv.gz') FILE_FORMAT ="
                + " (TYPE = CSV COMPRESSION = GZIP ENCODING = 'UTF8' FIELD_DELIMITER = ','"
                + " RECORD_DELIMITER = '\\n' FIELD_OPTIONALLY_ENCLOSED_BY = '\"' ESCAPE = NONE"
                + " ESCAPE_UNENCLOSED_FIELD = NONE NULL_IF = () EMPTY_FIELD_AS_NULL = TRUE TRIM_SPACE ="
                + " FALSE BINARY_FORMAT = HEX REPLACE_INVALID_CHARACTERS = FALSE"
                + " ERROR_ON_COLUMN_COUNT_MISMATCH = TRUE TIMESTAMP_FORMAT = 'YYYY-MM-DD"
                + " HH24:MI:SS.FF6') ON_ERROR = ABORT_STATEMENT");
  }

  @Test
  void appendsTheLastOfEachNewKey() {
    staged.nextUpsert(false);
    assertThat(sql(Tables.MAIN).apply(staged))
        .containsExactly(
            "INSERT INTO \"COPY\" (\"KEY\", \"VALUE\", \"_MD5\") SELECT s.\"C0\", s.\"C1\", s.\"C2\""
                + " FROM ("
                + LAST_UPSERTS
                + ") AS s");
  }

  @Test
  void mergesTheLastOperationOfEachKeyAndDeletesFirst() {
    staged.nextUpsert(true);
    staged.nextDelete();
    assertThat(sql(Tables.MAIN).apply(staged))
        .containsExactly(
            "MERGE INTO \"COPY\" AS t USING (SELECT * FROM \"_SKIMMER_ROWS_0\" QUALIFY ROW_NUMBER()"
                + " OVER (PARTITION BY \"C0\" ORDER BY \"ORDINAL\" DESC) = 1) AS s ON t.\"KEY\" ="
                + " s.\"C0\" WHEN MATCHED AND s.\"OPERATION\" = 'D' THEN DELETE WHEN MATCHED THEN"
                + " UPDATE SET \"VALUE\" = s.\"C1\", \"_MD5\" = s.\"C2\" WHEN NOT MATCHED AND"
                + " s.\"OPERATION\" = 'U' THEN INSERT (\"KEY\", \"VALUE\", \"_MD5\") VALUES (s.\"C0\","
                + " s.\"C1\", s.\"C2\")");
  }

  @Test
  void deletesWhatIsCoveredAndAppendsWhatNoLaterDeleteCovers() {
    staged.nextDelete();
    staged.nextUpsert(false);
    assertThat(sql(Tables.SERIES).apply(staged))
        .containsExactly(
            DELETE_COVERED,
            "INSERT INTO \"COPY_SAMPLES\" (\"KEY\", \"TIMESTAMP\", \"VALUE\") SELECT s.\"C0\","
                + " s.\"C1\", s.\"C2\" FROM ("
                + LAST_SAMPLES
                + ") AS s");
  }

  @Test
  void mergesSamplesThatMayBeThere() {
    staged.nextDelete();
    staged.nextUpsert(true);
    assertThat(sql(Tables.SERIES).apply(staged))
        .containsExactly(
            DELETE_COVERED,
            "MERGE INTO \"COPY_SAMPLES\" AS t USING ("
                + LAST_SAMPLES
                + ") AS s ON t.\"KEY\" = s.\"C0\" AND t.\"TIMESTAMP\" = s.\"C1\" WHEN MATCHED THEN"
                + " UPDATE SET \"VALUE\" = s.\"C2\" WHEN NOT MATCHED THEN INSERT (\"KEY\","
                + " \"TIMESTAMP\", \"VALUE\") VALUES (s.\"C0\", s.\"C1\", s.\"C2\")");
  }

  @Test
  void onlyDeletesWhereThereIsNothingElse() {
    staged.nextDelete();
    assertThat(sql(Tables.SERIES).apply(staged)).containsExactly(DELETE_COVERED);
  }

  @Test
  void uploadsAFileWithoutPackingItAgain() {
    assertThat(Upload.putSql(Path.of("/tmp/it's/rows-1.csv.gz"), "@\"S\"/b"))
        .isEqualTo(
            "PUT 'file:///tmp/it\\'s/rows-1.csv.gz' @\"S\"/b AUTO_COMPRESS = FALSE"
                + " SOURCE_COMPRESSION = GZIP OVERWRITE = TRUE");
  }

  @Test
  void comparesTextByBytesWhateverTheSchemaSets() {
    assertThat(dialect().createTable(new TableName(Optional.empty(), "copy"), Tables.SERIES))
        .containsExactly(
            "CREATE TABLE \"COPY\" (\"KEY\" VARCHAR(134217728) NOT NULL, \"TIMESTAMP\" NUMBER(19,0)"
                + " NOT NULL, \"VALUE\" FLOAT, PRIMARY KEY (\"KEY\", \"TIMESTAMP\"))"
                + " DEFAULT_DDL_COLLATION = ''");
  }

  private static SnowflakeDialect dialect() {
    return new SnowflakeDialect(new SnowflakeFailures(Configs.emulator(1, "S")));
  }

  private static MergeSql sql(TableSchema schema) {
    TableLayout layout =
        new TableLayout(
            new TableName(Optional.empty(), schema.id().name()),
            schema,
            new ExistingTable(true, List.of()));
    return new MergeSql(dialect(), layout, "_skimmer_rows_0");
  }
}

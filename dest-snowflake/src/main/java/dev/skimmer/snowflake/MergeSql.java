package dev.skimmer.snowflake;

import dev.skimmer.jdbc.TableLayout;
import dev.skimmer.spi.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The statements that stage the operations of one table, and apply them.
 *
 * <p>A staged row is an operation with its number in the batch: an upsert, the delete of a key, or
 * (in a table with a subkey) the delete of a range. Of each primary key the last upsert counts, and
 * only where no delete comes after it. So a batch is applied in two steps, whatever its order was:
 * remove every row that any delete covers, then write what counts. A statement must not meet two
 * staged rows for one row of the table: Snowflake would fail, or take either.
 */
final class MergeSql {
  static final String UPSERT = "U";
  static final String DELETE_KEY = "D";
  static final String DELETE_RANGE = "R";

  private final SnowflakeDialect dialect;
  private final String stage;
  private final String target;
  private final List<Column> columns;
  private final List<Column> primaryKey;

  /**
   * Writes statements for a table.
   *
   * @param stage the unquoted name of its staging table
   */
  MergeSql(SnowflakeDialect dialect, TableLayout table, String stage) {
    this.dialect = dialect;
    this.stage = dialect.quote(stage);
    this.target = table.name().quoted(dialect);
    this.columns = table.schema().columns();
    this.primaryKey = table.schema().primaryKey();
  }

  boolean hasRanges() {
    return primaryKey.size() > 1;
  }

  /** An empty one each time: what an earlier transaction left is not ours. */
  String createStage() {
    List<String> parts =
        new ArrayList<>(List.of("\"ORDINAL\" NUMBER(19,0)", "\"OPERATION\" VARCHAR(1)"));
    for (Column column : columns) {
      parts.add(staged(column) + " " + dialect.typeOf(column));
    }
    if (hasRanges()) {
      String type = dialect.typeOf(primaryKey.get(1));
      parts.add("\"LOWEST\" " + type);
      parts.add("\"HIGHEST\" " + type);
    }
    return "CREATE OR REPLACE TEMPORARY TABLE %s (%s) %s"
        .formatted(stage, String.join(", ", parts), SnowflakeDialect.BYTEWISE);
  }

  String copy(String place, List<String> files) {
    String names = files.stream().map(file -> "'" + file + "'").collect(Collectors.joining(", "));
    return "COPY INTO %s FROM %s FILES = (%s) FILE_FORMAT = (%s) ON_ERROR = ABORT_STATEMENT"
        .formatted(stage, place, names, CsvFile.FORMAT);
  }

  /** Returns what applies the staged operations, in this order. */
  List<String> apply(StagedOperations staged) {
    if (!staged.deletes() && !staged.knownUpserts()) {
      return List.of(append(false));
    }
    if (!hasRanges()) {
      return List.of(mergeLastOperations());
    }
    List<String> statements = new ArrayList<>();
    if (staged.deletes()) {
      statements.add(deleteCovered());
    }
    if (staged.upserts()) {
      statements.add(
          staged.knownUpserts() ? mergeUpserts(staged.deletes()) : append(staged.deletes()));
    }
    return statements;
  }

  /** Adds rows of which the table holds none. */
  private String append(boolean anyDeletes) {
    return "INSERT INTO %s (%s) SELECT %s FROM (%s) AS s"
        .formatted(target, dialect.quoteAll(columns), all("s."), lastUpserts(anyDeletes));
  }

  /** One row a key: its last operation says all. */
  private String mergeLastOperations() {
    String source =
        "SELECT * FROM %s QUALIFY ROW_NUMBER() OVER (PARTITION BY %s ORDER BY \"ORDINAL\" DESC) = 1"
            .formatted(stage, staged(primaryKey.get(0)));
    return mergeInto(source)
        + " WHEN MATCHED AND s.\"OPERATION\" = '%s' THEN DELETE".formatted(DELETE_KEY)
        + updateMatched()
        + " WHEN NOT MATCHED AND s.\"OPERATION\" = '%s' THEN ".formatted(UPSERT)
        + insert();
  }

  private String mergeUpserts(boolean anyDeletes) {
    return mergeInto(lastUpserts(anyDeletes))
        + updateMatched()
        + " WHEN NOT MATCHED THEN "
        + insert();
  }

  private String deleteCovered() {
    return "DELETE FROM %s AS t USING %s AS d WHERE d.\"OPERATION\" <> '%s' AND t.%s = d.%s AND %s"
        .formatted(
            target,
            stage,
            UPSERT,
            dialect.quote(primaryKey.get(0).name()),
            staged(primaryKey.get(0)),
            covers("t." + dialect.quote(primaryKey.get(1).name())));
  }

  /** The last upsert of each primary key, without those that a later delete covers. */
  private String lastUpserts(boolean anyDeletes) {
    String later =
        !anyDeletes
            ? ""
            : " LEFT JOIN %1$s AS d ON d.\"OPERATION\" <> '%2$s' AND d.%3$s = u.%3$s AND d.\"ORDINAL\" > u.\"ORDINAL\" AND %4$s"
                .formatted(
                    stage,
                    UPSERT,
                    staged(primaryKey.get(0)),
                    covers("u." + staged(primaryKey.get(1))));
    String key = primaryKey.stream().map(c -> "u." + staged(c)).collect(Collectors.joining(", "));
    return "SELECT u.* FROM %s AS u%s WHERE u.\"OPERATION\" = '%s'%s QUALIFY ROW_NUMBER() OVER (PARTITION BY %s ORDER BY u.\"ORDINAL\" DESC) = 1"
        .formatted(stage, later, UPSERT, anyDeletes ? " AND d.\"ORDINAL\" IS NULL" : "", key);
  }

  private static String covers(String subkey) {
    return "(d.\"OPERATION\" = '%s' OR %s BETWEEN d.\"LOWEST\" AND d.\"HIGHEST\")"
        .formatted(DELETE_KEY, subkey);
  }

  private String mergeInto(String source) {
    String same =
        primaryKey.stream()
            .map(c -> "t.%s = s.%s".formatted(dialect.quote(c.name()), staged(c)))
            .collect(Collectors.joining(" AND "));
    return "MERGE INTO %s AS t USING (%s) AS s ON %s".formatted(target, source, same);
  }

  /** Nothing where every column is part of the primary key: the row is there already. */
  private String updateMatched() {
    String assignments =
        columns.stream()
            .filter(c -> !c.isPrimaryKey())
            .map(c -> "%s = s.%s".formatted(dialect.quote(c.name()), staged(c)))
            .collect(Collectors.joining(", "));
    return assignments.isEmpty() ? "" : " WHEN MATCHED THEN UPDATE SET " + assignments;
  }

  private String insert() {
    return "INSERT (%s) VALUES (%s)".formatted(dialect.quoteAll(columns), all("s."));
  }

  private String all(String prefix) {
    return columns.stream().map(c -> prefix + staged(c)).collect(Collectors.joining(", "));
  }

  /** A name that no column of the staging table's own has. */
  private String staged(Column column) {
    int index =
        IntStream.range(0, columns.size())
            .filter(i -> columns.get(i).name().equals(column.name()))
            .findFirst()
            .orElseThrow();
    return "\"C" + index + "\"";
  }
}

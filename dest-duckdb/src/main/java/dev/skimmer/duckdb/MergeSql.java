package dev.skimmer.duckdb;

import dev.skimmer.jdbc.TableLayout;
import dev.skimmer.spi.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The statements that apply staged rows and removed keys to one table. */
final class MergeSql {
  private final DuckDbDialect dialect;
  private final String stageName;
  private final String target;
  private final String columns;
  private final String key;
  private final List<Column> primaryKey;

  MergeSql(DuckDbDialect dialect, TableLayout table, String stageName) {
    this.dialect = dialect;
    this.stageName = stageName;
    this.target = table.name().quoted(dialect);
    this.columns = dialect.quoteAll(table.schema().columns());
    this.primaryKey = table.schema().primaryKey();
    this.key = dialect.quote(primaryKey.get(0).name());
  }

  String stageName() {
    return stageName;
  }

  String deleteStageName() {
    return stageName + "_deleted";
  }

  /**
   * A new table each time, because the memory of a truncated temporary table is never given back.
   */
  String createStage() {
    return "CREATE OR REPLACE TEMP TABLE %s AS SELECT %s FROM %s LIMIT 0"
        .formatted(dialect.quote(stageName), columns, target);
  }

  String createDeleteStage() {
    String bounds =
        subkey()
            .map(column -> ", lowest %1$s, highest %1$s".formatted(dialect.typeOf(column)))
            .orElse("");
    return "CREATE OR REPLACE TEMP TABLE %s (%s VARCHAR%s)"
        .formatted(dialect.quote(deleteStageName()), key, bounds);
  }

  /** Returns what to execute in this order, with each stage that holds rows. */
  List<String> merge(boolean anyStaged, boolean anyDeleted) {
    List<String> statements = new ArrayList<>();
    if (anyStaged && anyDeleted && primaryKey.size() == 1) {
      // Each delete reads the whole key column, so one for both.
      String both =
          "(SELECT %1$s FROM %2$s UNION ALL SELECT %1$s FROM %3$s)"
              .formatted(key, temp(deleteStageName()), temp(stageName));
      statements.add(deleteMatching(both, primaryKey));
    } else {
      if (anyDeleted) {
        statements.add(
            deleteMatching(temp(deleteStageName()), primaryKey.subList(0, 1)) + withinBounds());
      }
      if (anyStaged) {
        statements.add(deleteMatching(temp(stageName), primaryKey));
      }
    }
    if (anyStaged) {
      statements.add(insertLatest());
    }
    return statements;
  }

  private String deleteMatching(String stage, List<Column> by) {
    String condition =
        by.stream()
            .map(column -> dialect.quote(column.name()))
            .map(name -> "t.%s = s.%s".formatted(name, name))
            .collect(Collectors.joining(" AND "));
    return "DELETE FROM %s AS t USING %s AS s WHERE %s".formatted(target, stage, condition);
  }

  private String withinBounds() {
    return subkey()
        .map(column -> dialect.quote(column.name()))
        .map(
            name ->
                " AND (s.lowest IS NULL OR t.%1$s BETWEEN s.lowest AND s.highest)".formatted(name))
        .orElse("");
  }

  private Optional<Column> subkey() {
    return primaryKey.stream().skip(1).findFirst();
  }

  /** Of several staged rows of one primary key, the one that came last. */
  private String insertLatest() {
    return """
        INSERT INTO %s (%s) SELECT %s FROM %s
        QUALIFY row_number() OVER (PARTITION BY %s ORDER BY rowid DESC) = 1
        """
        .formatted(target, columns, columns, temp(stageName), dialect.quoteAll(primaryKey));
  }

  private String temp(String name) {
    return "temp." + dialect.quote(name);
  }
}

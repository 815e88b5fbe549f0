package dev.skimmer.jdbc.dialect;

import dev.skimmer.jdbc.TableName;
import dev.skimmer.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** One table in the catalog of MySQL or MariaDB. */
final class MySqlTables {
  /** The only engine whose transactions hold rows and state together. */
  static final String ENGINE = "InnoDB";

  /**
   * The first condition finds the files. The catalog takes capitals for small letters, so others
   * compare names as files are: byte by byte, or all in lower case.
   */
  private static final String TABLES =
      """
      FROM (SELECT COALESCE(?, DATABASE()) AS s, ? AS n, @@lower_case_table_names = 0 AS exact) w
      JOIN information_schema.tables t ON t.table_schema = w.s
        AND BINARY IF(w.exact, t.table_schema, LOWER(t.table_schema)) = BINARY IF(w.exact, w.s, LOWER(w.s))
        AND BINARY IF(w.exact, t.table_name, LOWER(t.table_name)) = BINARY IF(w.exact, w.n, LOWER(w.n))
      """;

  /** A catalog shows the width of a BIGINT in MariaDB and not in MySQL. */
  static final String FIND =
      "SELECT t.table_type, c.column_name, REGEXP_REPLACE(c.column_type, '^bigint.*', 'bigint')\n"
          + TABLES
          + """
          JOIN information_schema.columns c
            ON c.table_schema = t.table_schema AND c.table_name = t.table_name
            AND BINARY c.table_schema = BINARY t.table_schema
            AND BINARY c.table_name = BINARY t.table_name
          ORDER BY c.ordinal_position
          """;

  private static final String PRIMARY = "PRIMARY";

  private final Handle handle;
  private final TableName name;

  MySqlTables(Handle handle, TableName name) {
    this.handle = handle;
    this.name = name;
  }

  /**
   * Returns why an upsert would do something else than to write one row: it takes the place of a
   * row that is equal in any unique index.
   *
   * @param quoted the name of the table as SQL
   * @param key the columns that the primary key should have
   */
  Optional<String> objection(String quoted, List<String> key) {
    Optional<String> engine = engine();
    if (engine.filter(ENGINE::equalsIgnoreCase).isEmpty()) {
      return Optional.of("its engine is %s instead of %s".formatted(engine.orElse("none"), ENGINE));
    }
    Map<String, List<String>> unique = uniqueIndexes(quoted);
    List<String> primary = unique.getOrDefault(PRIMARY, List.of());
    if (!primary.equals(key)) {
      return Optional.of("its primary key is %s instead of %s".formatted(primary, key));
    }
    unique.remove(PRIMARY);
    return unique.keySet().stream()
        .findFirst()
        .map(
            index ->
                "in its unique index %s, one row could take the place of another"
                    .formatted(Printable.quoted(index)));
  }

  private Optional<String> engine() {
    return handle
        .createQuery("SELECT t.engine " + TABLES)
        .bind(0, name.schema().orElse(null))
        .bind(1, name.table())
        .mapTo(String.class)
        .findOne();
  }

  private Map<String, List<String>> uniqueIndexes(String quoted) {
    record Part(String index, String column) {}
    List<Part> parts =
        handle
            .createQuery("SHOW INDEX FROM " + quoted + " WHERE Non_unique = 0")
            .map(
                (row, context) ->
                    new Part(
                        row.getString("Key_name"),
                        String.valueOf(row.getString("Column_name")).toLowerCase(Locale.ROOT)))
            .list();
    Map<String, List<String>> indexes = new LinkedHashMap<>();
    parts.forEach(
        part -> indexes.computeIfAbsent(part.index(), i -> new ArrayList<>()).add(part.column()));
    return indexes;
  }
}

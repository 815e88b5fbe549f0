package dev.skimmer.jdbc;

import static dev.skimmer.spi.ErrorCode.CONFIG_INVALID;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.TableId;
import dev.skimmer.text.Printable;
import java.util.List;
import java.util.Optional;

/**
 * The name of a table, taken apart.
 *
 * @param schema the schema where one is named
 * @param table the unquoted name of the table itself
 */
public record TableName(Optional<String> schema, String table) {
  /**
   * Takes {@code table} or {@code schema.table} apart.
   *
   * @throws ConnectorException with {@code CONFIG_INVALID} when the name has another form
   */
  public static TableName parse(TableId id) {
    List<String> parts = List.of(id.name().split("\\.", -1));
    if (parts.size() > 2 || parts.stream().anyMatch(String::isBlank)) {
      throw new ConnectorException(
          CONFIG_INVALID,
          "Cannot use table name %s: expected a table, or a schema and a table with a dot between."
              .formatted(Printable.quoted(id.name())));
    }
    return parts.size() == 1
        ? new TableName(Optional.empty(), parts.get(0))
        : new TableName(Optional.of(parts.get(0)), parts.get(1));
  }

  /** Returns the name with each part quoted. */
  public String quoted(Dialect dialect) {
    String name = dialect.quote(table);
    return schema.map(part -> dialect.quote(part) + "." + name).orElse(name);
  }
}

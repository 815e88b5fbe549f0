package dev.skimmer.snowflake;

import dev.skimmer.jdbc.Printable;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableSchema;
import java.util.List;

/** Refuses texts that no column holds, before Snowflake fails the whole batch for one of them. */
final class TextLimit {
  private static final int MOST_BYTES_A_CHAR = 3;

  private final TableSchema schema;
  private final int maxBytes;

  TextLimit(TableSchema schema) {
    this(schema, SnowflakeDialect.MAX_TEXT_BYTES);
  }

  TextLimit(TableSchema schema, int maxBytes) {
    this.schema = schema;
    this.maxBytes = maxBytes;
  }

  /**
   * Checks the texts of a row.
   *
   * @throws ConnectorException with {@code VALUE_TOO_LARGE} when one is too long
   */
  void check(Row row) {
    List<Column> columns = schema.columns();
    for (int i = 0; i < columns.size(); i++) {
      if (row.value(i) instanceof String text && isTooLong(text)) {
        throw tooLong(columns.get(i), row, Utf8Length.of(text));
      }
    }
  }

  private boolean isTooLong(String text) {
    return text.length() > maxBytes / MOST_BYTES_A_CHAR && Utf8Length.of(text) > maxBytes;
  }

  private ConnectorException tooLong(Column column, Row row, long bytes) {
    String key = "";
    for (int i = 0; i < schema.columns().size(); i++) {
      if (schema.columns().get(i).role() == ColumnRole.KEY) {
        key = String.valueOf(row.value(i));
      }
    }
    return new ConnectorException(
        ErrorCode.VALUE_TOO_LARGE,
        "Cannot write key %s to Snowflake: its column %s has %d bytes, and a text there holds %d. Set max_value_bytes to %d or less, and such keys become entries of the errors table."
            .formatted(Printable.quoted(key), column.name(), bytes, maxBytes, maxBytes / 4));
  }
}

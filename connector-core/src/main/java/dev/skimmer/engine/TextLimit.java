package dev.skimmer.engine;

import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.Upsert;
import dev.skimmer.text.Utf8;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Turns rows with a text that the destination cannot hold into entries of the errors table. The
 * last good row of such a key stays. One for each pass, used by the writing thread.
 */
final class TextLimit {
  private static final int MOST_BYTES_A_CHAR = 3;

  private final KnownTables tables;
  private final OptionalLong maxBytes;
  private final Clock clock;
  private final Set<RowId> refused = new HashSet<>();

  TextLimit(KnownTables tables, OptionalLong maxBytes, Clock clock) {
    this.tables = tables;
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  /**
   * Returns the operations that the destination can take, in their order. Of a key with a text that
   * is too long nothing is written any more in this pass, what is read later included, so that its
   * position stays where it was and it is read again.
   */
  List<Operation> apply(List<Operation> operations) {
    if (maxBytes.isEmpty()) {
      return operations;
    }
    List<Upsert> entries = new ArrayList<>();
    for (Operation operation : operations) {
      if (isTooLong(operation) && refused.add(idOf(operation))) {
        entries.add(entry((Upsert) operation));
      }
    }
    if (refused.isEmpty()) {
      return operations;
    }
    List<Operation> kept = new ArrayList<>(operations);
    kept.removeIf(this::isOfRefusedKey);
    kept.addAll(entries);
    return kept;
  }

  private boolean isOfRefusedKey(Operation operation) {
    return !(operation instanceof Checkpoint) && refused.contains(idOf(operation));
  }

  private RowId idOf(Operation operation) {
    if (operation instanceof Upsert upsert) {
      return idOf(upsert.table(), upsert.key());
    }
    Delete delete = (Delete) operation;
    return idOf(delete.table(), delete.key());
  }

  private RowId idOf(TableId table, KeyHash key) {
    return new RowId(tables.mainOf(table), key);
  }

  private boolean isTooLong(Operation operation) {
    return operation instanceof Upsert upsert
        && (tables.isMain(upsert.table()) || tables.isSeries(upsert.table()))
        && longestText(upsert.row()) > maxBytes.getAsLong();
  }

  private long longestText(Row row) {
    long longest = 0;
    for (int i = 0; i < row.size(); i++) {
      if (row.value(i) instanceof String text
          && text.length() > maxBytes.getAsLong() / MOST_BYTES_A_CHAR) {
        longest = Math.max(longest, Utf8.length(text));
      }
    }
    return longest;
  }

  private Upsert entry(Upsert refused) {
    KnownTable table = tables.of(tables.mainOf(refused.table()));
    Quarantine quarantine = table.quarantine();
    Instant now = clock.instant();
    Object[] values =
        quarantine.schema().columns().stream()
            .map(column -> value(column, table, refused, now))
            .toArray();
    boolean known = quarantine.since(refused.key()).isPresent();
    return new Upsert(quarantine.schema().id(), refused.key(), Row.of(values), known);
  }

  private Object value(Column column, KnownTable table, Upsert refused, Instant now) {
    if (column.role() == ColumnRole.KEY) {
      return tables.keyText(refused);
    }
    if (column.role() == ColumnRole.KIND) {
      return table.kind(refused);
    }
    return switch (column.name()) {
      case "code" -> ErrorCode.VALUE_TOO_LARGE.name();
      case "message" -> message(refused);
      case "first_seen" -> table.quarantine().since(refused.key()).orElse(now);
      case "last_seen" -> now;
      default -> null;
    };
  }

  private String message(Upsert refused) {
    return "The row for table %s has a text of %d bytes, and the destination holds %d. Lower max_value_bytes, or shorten the value."
        .formatted(refused.table(), longestText(refused.row()), maxBytes.getAsLong());
  }
}

package dev.skimmer.jdbc;

import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Row;

/**
 * A row that waits to be written.
 *
 * @param known whether the table may hold a row of this primary key
 */
record PendingRow(KeyHash key, Row row, boolean known) {
  /** What the table holds does not change while rows wait. */
  PendingRow replacedBy(PendingRow later) {
    return new PendingRow(key, later.row, known);
  }
}

package dev.skimmer.dragonfly;

import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.Row;
import java.time.Instant;

/** Names the columns of a row of the main table. */
record RowView(Row row) {
  static RowView of(FakeKnownRows known, String key) {
    Row row = known.rows().get(key);
    if (row == null) {
      throw new AssertionError("No row of key " + key + ", but of " + known.rows().keySet());
    }
    return new RowView(row);
  }

  String value() {
    return (String) row.value(1);
  }

  String type() {
    return (String) row.value(2);
  }

  long ttl() {
    return (long) row.value(3);
  }

  Instant lastModified() {
    return (Instant) row.value(4);
  }

  long size() {
    return (long) row.value(5);
  }

  Instant expiresAt() {
    return (Instant) row.value(6);
  }

  String encoding() {
    return (String) row.value(7);
  }

  Fingerprint fingerprint() {
    return (Fingerprint) row.value(8);
  }
}

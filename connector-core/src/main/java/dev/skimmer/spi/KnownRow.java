package dev.skimmer.spi;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What the destination holds for one key, without its value.
 *
 * @param keyText the {@link ColumnRole#KEY} column
 * @param fingerprint the {@link ColumnRole#FINGERPRINT} column; empty where somebody set it to
 *     null, which makes the row differ from anything
 * @param kind the {@link ColumnRole#KIND} column, or an empty text where the table has none
 * @param expiresAtMillis the {@link ColumnRole#EXPIRY} column as milliseconds since 1970 UTC, or
 *     {@link KnownRows#NO_EXPIRY}
 * @param position the {@link ColumnRole#POSITION} column
 */
public record KnownRow(
    String keyText,
    Optional<Fingerprint> fingerprint,
    String kind,
    long expiresAtMillis,
    Optional<String> position) {
  public KnownRow {
    requireNonNull(keyText, "keyText");
    requireNonNull(fingerprint, "fingerprint");
    requireNonNull(kind, "kind");
    requireNonNull(position, "position");
  }

  /** Returns a row of which nothing is told but its key. */
  public static KnownRow named(String keyText) {
    return new KnownRow(keyText, Optional.empty(), "", KnownRows.NO_EXPIRY, Optional.empty());
  }
}

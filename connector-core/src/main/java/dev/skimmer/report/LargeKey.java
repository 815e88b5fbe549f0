package dev.skimmer.report;

import dev.skimmer.text.Printable;
import java.time.Instant;
import java.util.Optional;

/**
 * A key that is among the largest of its type.
 *
 * @param key as the table writes it, cut where it is very long
 * @param kind its type
 * @param size bytes of a string or document, elements of anything else
 * @param expiresAt when it expires
 */
public record LargeKey(String key, String kind, long size, Optional<Instant> expiresAt) {
  public LargeKey {
    key = Printable.shortened(key);
  }
}

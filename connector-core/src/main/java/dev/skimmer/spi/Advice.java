package dev.skimmer.spi;

import static java.util.Objects.requireNonNull;

/**
 * A configuration key that had better be set.
 *
 * @param key of the configuration
 * @param value to set it to
 * @param reason why, in a sentence; holds no key or value of the source
 */
public record Advice(String key, String value, String reason) {
  public Advice {
    requireNonNull(key, "key");
    requireNonNull(value, "value");
    requireNonNull(reason, "reason");
  }
}

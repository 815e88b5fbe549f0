package dev.skimmer.config;

import java.util.Optional;

/**
 * A configuration record that may not have come into being.
 *
 * @param record empty when something was wrong, which the binder reports
 */
public record Binding<C extends Record>(Optional<C> record) {
  /**
   * Returns the record, after {@link ConfigBinder#finish()} has found nothing wrong.
   *
   * @throws IllegalStateException before that
   */
  public C value() {
    return record.orElseThrow(
        () -> new IllegalStateException("Call ConfigBinder.finish() before using a configuration"));
  }
}

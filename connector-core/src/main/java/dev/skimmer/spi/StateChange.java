package dev.skimmer.spi;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A compare-and-set of the stored state.
 *
 * @param expected what must be stored now: empty when nothing may be
 * @param next what is stored afterwards
 */
public record StateChange(Optional<StoredState> expected, StoredState next) {
  public StateChange {
    requireNonNull(expected, "expected");
    requireNonNull(next, "next");
  }
}

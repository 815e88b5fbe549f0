package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.Replies;

/**
 * A type whose data grows at its end and goes to a table of its own: time series and streams. Its
 * row in the main table holds what {@link #read()} tells of it.
 */
interface AppendedType extends ValueType {
  /**
   * Begins to copy what is new of a key.
   *
   * @param token the reply to {@link #read()}
   */
  Tail begin(Reading reading, SeriesKey key, Replies replies, int token);

  @Override
  default boolean failsWhenAbsent() {
    return true;
  }

  @Override
  default void show(Replies replies, int token, Elements into) {
    throw notWhole();
  }

  @Override
  default long size(Elements value) {
    throw notWhole();
  }

  @Override
  default ValueText text(Elements value) {
    throw notWhole();
  }

  private IllegalStateException notWhole() {
    return new IllegalStateException("A %s is copied window by window".formatted(name()));
  }
}

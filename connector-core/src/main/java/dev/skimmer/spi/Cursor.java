package dev.skimmer.spi;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * A position inside a split that only the source understands. Valid within one {@link Epoch}.
 *
 * @param value the source's own text, at most a few hundred characters
 */
public record Cursor(String value) implements Serializable {
  /** The beginning of any split. */
  public static final Cursor START = new Cursor("");

  public Cursor {
    requireNonNull(value, "value");
  }
}

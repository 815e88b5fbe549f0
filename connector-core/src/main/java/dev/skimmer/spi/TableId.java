package dev.skimmer.spi;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * The name of a table as the user writes it. The destination quotes it.
 *
 * @param name one name, or several joined by dots where the destination has schemas
 */
public record TableId(String name) implements Serializable {
  public TableId {
    requireNonNull(name, "name");
    if (name.isBlank()) {
      throw new IllegalArgumentException("A table name must not be blank");
    }
  }

  /** Returns the name of a companion table, such as {@code dragonfly_data_errors}. */
  public TableId withSuffix(String suffix) {
    return new TableId(name + suffix);
  }

  @Override
  public String toString() {
    return name;
  }
}

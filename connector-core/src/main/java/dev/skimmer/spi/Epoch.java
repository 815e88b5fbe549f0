package dev.skimmer.spi;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * The identity of one run of the server. A different epoch invalidates every cursor and forbids the
 * sweep of the pass that began in the former one.
 *
 * @param value the source's own text; two epochs are the same when their texts are equal
 */
public record Epoch(String value) implements Serializable {
  public Epoch {
    requireNonNull(value, "value");
  }
}

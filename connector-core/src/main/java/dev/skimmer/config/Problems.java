package dev.skimmer.config;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.text.Printable;
import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with a configuration, to report it at once. */
public final class Problems {
  private final List<String> found = new ArrayList<>();

  /** Adds one problem: what is wrong, and what to write instead. */
  public void add(String problem) {
    found.add(Printable.line(problem));
  }

  /** Returns whether nothing is wrong so far. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** Returns the problems in the order found. */
  public List<String> all() {
    return List.copyOf(found);
  }

  /**
   * Ends the collection.
   *
   * @throws ConnectorException with {@code CONFIG_INVALID} that lists every problem, if there is
   *     one
   */
  public void throwIfAny(String document) {
    if (!found.isEmpty()) {
      String count = found.size() == 1 ? "1 problem" : found.size() + " problems";
      throw new ConnectorException(
          ErrorCode.CONFIG_INVALID,
          "%s in %s:%n  %s".formatted(count, document, String.join("\n  ", found)));
    }
  }
}

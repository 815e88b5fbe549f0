package dev.skimmer.engine;

import dev.skimmer.spi.TableId;
import java.util.HashMap;
import java.util.Map;

/**
 * How many rows may go between two passes, table by table: so many as a pass might remove, however
 * many times keys are read meanwhile. Used by one thread.
 */
final class Removals {
  private final DeleteGuard guard;
  private final Map<TableId, Long> left = new HashMap<>();

  /** Begins to count after a pass. */
  Removals(DeleteGuard guard) {
    this.guard = guard;
  }

  /**
   * Takes one removal.
   *
   * @return whether it is within what may go; if not, it is not to be made
   */
  boolean take(KnownTable table) {
    TableId id = table.schema().id();
    long before = left.computeIfAbsent(id, any -> guard.allowed(table.size()));
    left.put(id, before - 1);
    return before > 0;
  }
}

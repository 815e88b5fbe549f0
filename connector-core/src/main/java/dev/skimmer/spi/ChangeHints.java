package dev.skimmer.spi;

import java.util.Map;
import java.util.Set;

/**
 * Keys of which a source has said that they changed, so that they can be read before the next pass.
 * Hints and no more: some may be missing, some may name a key that is as it was, and only a pass is
 * the truth. Safe for concurrent use.
 */
public interface ChangeHints extends AutoCloseable {
  /**
   * Takes the keys that were named since the last call, by the main table that they belong to, as
   * texts of its {@link ColumnRole#KEY} column. Bounded: where too many were named, the others are
   * left to the next pass.
   */
  Map<TableId, Set<String>> take();

  /** Stops listening; never throws, and may be called twice. */
  @Override
  void close();
}

package dev.skimmer.engine;

import dev.skimmer.spi.Cursor;

/**
 * How far the reading of one split is committed.
 *
 * @param cursor where to read on
 * @param finished whether nothing is left to read
 */
record SplitState(Cursor cursor, boolean finished) {
  static final SplitState START = new SplitState(Cursor.START, false);
}

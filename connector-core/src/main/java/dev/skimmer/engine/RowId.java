package dev.skimmer.engine;

import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.TableId;

/** Names the row of a key in a main table. */
record RowId(TableId table, KeyHash key) {}

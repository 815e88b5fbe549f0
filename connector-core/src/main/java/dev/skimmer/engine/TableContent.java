package dev.skimmer.engine;

import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import java.util.OptionalLong;

/**
 * A table that is there, and how much it holds.
 *
 * @param rows of a main table; empty for others, which are not counted
 */
public record TableContent(TableId table, TableRole role, OptionalLong rows) {}

package dev.skimmer.cli;

import dev.skimmer.engine.SyncResult;
import dev.skimmer.spi.ConnectorException;
import java.util.function.Consumer;

/** Is told how passes that follow one another go: of each that ended, and of each failure. */
interface WatchReport extends Consumer<SyncResult> {
  /** A pass failed, or could not begin, whether it is tried again or not. */
  default void failed(ConnectorException failure) {}
}

package dev.skimmer.engine;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Source;

/** Makes sure that a pass reads one run of one server from its first page to its last commit. */
record EpochGuard(Source.Session source, Epoch epoch) {
  /**
   * Asks the source who it is.
   *
   * @throws ConnectorException with {@code SOURCE_CHANGED} when it is another than at the start
   */
  void check() {
    Epoch now = source.epoch();
    if (!now.equals(epoch)) {
      throw new ConnectorException(
          ErrorCode.SOURCE_CHANGED,
          "The server restarted, or its role or its slots changed during the pass (it was %s, it is %s). "
                  .formatted(epoch.value(), now.value())
              + "Nothing was removed; a new pass has to begin.");
    }
  }
}

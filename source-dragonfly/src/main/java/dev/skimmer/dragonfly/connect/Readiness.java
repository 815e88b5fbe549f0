package dev.skimmer.dragonfly.connect;

import static dev.skimmer.spi.ErrorCode.SOURCE_CHANGED;

import dev.skimmer.spi.ConnectorException;

/** Tells whether what a server lists is all that there is. Safe for concurrent use. */
final class Readiness {
  private final ControlConnection control;

  Readiness(ControlConnection control) {
    this.control = control;
  }

  /**
   * Makes sure that the server has all its data and is in step with its master.
   *
   * @throws ConnectorException with {@code SOURCE_CHANGED} when it is not at the moment
   */
  void require(ServerInfo info) {
    if (info.is("loading", "1")) {
      throw notReady("is loading its data");
    }
    if (info.is("master_sync_in_progress", "1")) {
      throw notReady("is copying everything from its master");
    }
    if (info.is("master_link_status", "down")) {
      throw notReady("has lost the link to its master");
    }
  }

  private ConnectorException notReady(String what) {
    return new ConnectorException(
        SOURCE_CHANGED,
        "%s %s, so what it lists is not the truth. Try again when it has finished."
            .formatted(control.address(), what));
  }
}

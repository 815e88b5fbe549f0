package dev.skimmer.dragonfly.connect;

import static dev.skimmer.spi.ErrorCode.CONFIG_INVALID;
import static dev.skimmer.spi.ErrorCode.SOURCE_CHANGED;

import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.spi.ConnectorException;
import java.util.Optional;

/** Tells whether what a server lists is all that there is. Safe for concurrent use. */
final class Readiness {
  private final ControlConnection control;

  Readiness(ControlConnection control) {
    this.control = control;
  }

  /**
   * Makes sure that the server has all its data and is in step with its master.
   *
   * @throws ConnectorException with {@code SOURCE_CHANGED} when it is not at the moment, with
   *     {@code CONFIG_INVALID} when it never will
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
    if (info.is("cluster_enabled", "1")) {
      requireSingleMaster();
    }
  }

  /** One node of a cluster lists its own keys only, and the rest would look deleted. */
  private void requireSingleMaster() {
    Replies replies = control.call("CLUSTER", "INFO");
    Optional<ErrorReply> error = ControlConnection.error(replies, 0);
    if (error.filter(e -> e.kind() == ErrorReply.Kind.COMMAND_DENIED).isPresent()) {
      throw error.get().toException("CLUSTER INFO", control.address());
    }
    if (error.isEmpty()) {
      control.requireText(replies, 0, "CLUSTER INFO");
    }
    Optional<String> masters =
        error.isPresent()
            ? Optional.empty()
            : ServerInfo.parse(replies.text(replies.token(0))).get("cluster_size");
    if (masters.filter("1"::equals).isEmpty()) {
      throw new ConnectorException(
          CONFIG_INVALID,
          "%s is one node of a cluster (masters: %s), and a cluster cannot be copied yet. Name a server that holds all keys."
              .formatted(control.address(), masters.orElse("unknown")));
    }
  }

  private ConnectorException notReady(String what) {
    return new ConnectorException(
        SOURCE_CHANGED,
        "%s %s, so what it lists is not the truth. Try again when it has finished."
            .formatted(control.address(), what));
  }
}

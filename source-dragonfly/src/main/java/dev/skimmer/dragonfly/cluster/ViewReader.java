package dev.skimmer.dragonfly.cluster;

import dev.skimmer.dragonfly.connect.ControlConnection;
import dev.skimmer.dragonfly.connect.ErrorReply;
import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.spi.ConnectorException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks one node for its view of the cluster, and reads what it answers. */
final class ViewReader {
  private static final List<String> QUESTIONS = List.of("INFO", "NODES", "SLOTS");

  private ViewReader() {}

  /**
   * Asks now.
   *
   * @throws ConnectorException when the node refuses, or answers what no node should
   */
  static NodeView ask(ControlConnection control) {
    CommandBuffer commands = new CommandBuffer();
    QUESTIONS.forEach(question -> commands.add("CLUSTER", question));
    Replies replies = control.call(commands);
    for (int i = 0; i < QUESTIONS.size(); i++) {
      String command = "CLUSTER " + QUESTIONS.get(i);
      ControlConnection.error(replies, i)
          .ifPresent(
              error -> {
                throw error.toException(command, control.address());
              });
    }
    control.requireText(replies, 0, "CLUSTER INFO");
    control.requireText(replies, 1, "CLUSTER NODES");
    String ownHost = control.connector().settings().host();
    boolean isOk = replies.text(replies.token(0)).contains("cluster_state:ok");
    List<ClusterNode> nodes =
        replies
            .text(replies.token(1))
            .lines()
            .map(line -> ClusterNode.parse(line.strip(), ownHost))
            .flatMap(Optional::stream)
            .toList();
    if (nodes.stream().noneMatch(ClusterNode::isMyself)) {
      throw ErrorReply.of("it does not name itself")
          .toException("CLUSTER NODES", control.address());
    }
    Map<String, Address> endpoints = Endpoints.read(replies, replies.token(2), ownHost);
    return new NodeView(
        new Address(ownHost, control.connector().settings().port()), isOk, nodes, endpoints);
  }
}

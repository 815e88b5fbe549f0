package dev.skimmer.dragonfly.cluster;

import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.ReplyForms;
import dev.skimmer.dragonfly.pipeline.Token;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads what {@code CLUSTER SLOTS} answers: an array of ranges, each an array of its first slot,
 * its last one, the master and then its replicas; a node is an array of host, port, id and, from
 * Redis 7 on, more about it. A host that is nil or empty means the one that was asked (Redis's
 * documentation of the command).
 */
final class Endpoints {
  private static final int MASTER = 2;

  private final Replies replies;
  private final String ownHost;
  private final Map<String, Address> found = new HashMap<>();

  private Endpoints(Replies replies, String ownHost) {
    this.replies = replies;
    this.ownHost = ownHost;
  }

  /**
   * Returns where masters are to be reached, by their ids; what has another form is left out.
   *
   * @param token of the whole reply
   */
  static Map<String, Address> read(Replies replies, int token, String ownHost) {
    Endpoints endpoints = new Endpoints(replies, ownHost);
    if (replies.kind(token) == Token.ARRAY) {
      int range = token + 1;
      for (int i = 0; i < replies.count(token); i++) {
        endpoints.takeRange(range);
        range = endpoints.behind(range);
      }
    }
    return endpoints.found;
  }

  private void takeRange(int token) {
    if (replies.kind(token) != Token.ARRAY || replies.count(token) <= MASTER) {
      return;
    }
    int master = behind(behind(token + 1));
    if (replies.kind(master) != Token.ARRAY || replies.count(master) <= MASTER) {
      return;
    }
    int port = master + 2;
    int id = master + 3;
    boolean hostIsKnown = ReplyForms.isText(replies, master + 1);
    if (replies.kind(port) == Token.INTEGER && ReplyForms.isText(replies, id)) {
      String host = hostIsKnown ? replies.text(master + 1) : "";
      Address.of(host, replies.number(port), ownHost)
          .ifPresent(address -> found.put(replies.text(id), address));
    }
  }

  /** Returns the token behind this one and all that it holds. */
  private int behind(int token) {
    int next = token + 1;
    int left = replies.kind(token) == Token.ARRAY ? replies.count(token) : 0;
    for (; left > 0; left--) {
      next = behind(next);
    }
    return next;
  }
}

package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.cluster.Redirection;
import dev.skimmer.dragonfly.cluster.Routes;
import dev.skimmer.dragonfly.connect.Connector;
import dev.skimmer.dragonfly.connect.ErrorReply;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One reader's connections to the nodes of a cluster to which its keys lead it, opened when first
 * needed. Used by the reader's thread.
 */
final class Elsewhere {
  /** A cluster has no other database. */
  private static final int DATABASE = 0;

  private final Reading origin;
  private final Routes routes;
  private final Map<Redirection, Reading> readings = new HashMap<>();

  Elsewhere(Reading origin, Routes routes) {
    this.origin = origin;
    this.routes = routes;
  }

  Reading atHolderOf(byte[] key) {
    return at(routes.toHolderOf(key));
  }

  /** Returns where an error leads that was answered there; empty when it leads nowhere. */
  Optional<Reading> follow(ErrorReply error, Reading there) {
    return routes.follow(error, there.settings().address()).map(this::at);
  }

  private Reading at(Redirection redirection) {
    return readings.computeIfAbsent(redirection, this::open);
  }

  private Reading open(Redirection redirection) {
    Connector connector = routes.to(redirection);
    Lanes lanes = Lanes.openOne(connector, DATABASE);
    return origin.at(connector.settings().address(), lanes, redirection.isAsking());
  }

  void close() {
    readings.values().forEach(Reading::closeHere);
    readings.clear();
  }
}

package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.cluster.Routes;
import dev.skimmer.dragonfly.connect.Capabilities;
import dev.skimmer.dragonfly.connect.Connector;
import dev.skimmer.dragonfly.extract.Lanes;
import dev.skimmer.dragonfly.extract.Reading;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.KnownRows;
import java.util.Optional;

/**
 * Where something is read.
 *
 * @param keyspace what is read
 * @param connector to the server that lists it; empty where each key is asked for at its own node
 * @param routes to the other nodes of a cluster; empty where there are none
 */
record Place(Keyspace keyspace, Optional<Connector> connector, Optional<Routes> routes) {
  Lanes openLanes() {
    return connector.map(server -> Lanes.open(server, keyspace.database())).orElseGet(Lanes::none);
  }

  Reading reading(Lanes lanes, Capabilities capabilities, KnownRows known, Context context) {
    return new Reading(keyspace.settings(), capabilities, lanes, routes, known, context);
  }
}

package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.cluster.Routes;
import dev.skimmer.dragonfly.connect.Capabilities;
import dev.skimmer.dragonfly.connect.Connector;
import dev.skimmer.dragonfly.extract.Lanes;
import dev.skimmer.dragonfly.extract.Reading;
import dev.skimmer.dragonfly.scan.ScanRange;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.KnownRows;
import java.util.Optional;

/**
 * Where something is read.
 *
 * @param keyspace what is read
 * @param connector to the server that lists it; empty where each key is asked for at its own node
 * @param routes to the other nodes of a cluster; empty where there are none
 * @param range the part of the database that is walked
 * @param lanes how many connections it takes to keep all threads of the server busy
 */
record Place(
    Keyspace keyspace,
    Optional<Connector> connector,
    Optional<Routes> routes,
    ScanRange range,
    int lanes) {
  Place(Keyspace keyspace, Optional<Connector> connector, Optional<Routes> routes) {
    this(keyspace, connector, routes, ScanRange.ALL, 1);
  }

  Place within(ScanRange part) {
    return new Place(keyspace, connector, routes, part, lanes);
  }

  Place with(int moreLanes) {
    return new Place(keyspace, connector, routes, range, moreLanes);
  }

  Lanes openLanes() {
    return connector
        .map(server -> Lanes.openFor(server, keyspace.database(), lanes))
        .orElseGet(Lanes::none);
  }

  Reading reading(
      Lanes lanes, Capabilities capabilities, boolean expiring, KnownRows known, Context context) {
    return new Reading(keyspace.settings(), capabilities, expiring, lanes, routes, known, context);
  }
}

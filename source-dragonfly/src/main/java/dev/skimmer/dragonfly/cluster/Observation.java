package dev.skimmer.dragonfly.cluster;

import java.util.Optional;

/**
 * What all masters of a cluster said at one time.
 *
 * @param topology who holds which slots
 * @param identity another text whenever any of it changes: masters, their runs, slots and epochs
 * @param unrest why nothing may be removed now, where slots move or are not held; reading goes on
 */
public record Observation(Topology topology, String identity, Optional<String> unrest) {}

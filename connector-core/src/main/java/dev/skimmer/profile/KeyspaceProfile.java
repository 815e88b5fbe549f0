package dev.skimmer.profile;

import dev.skimmer.spi.KeyFacts;
import java.util.List;
import java.util.Map;

/**
 * What the keys that were looked at have told. Immutable.
 *
 * @param all of all keys
 * @param byKind of the keys of each type, the type with the most keys first
 * @param byFamily of each family, the one with the most keys first
 * @param byHorizon how many keys expire when
 * @param largest the keys that weigh most, the heaviest first
 */
public record KeyspaceProfile(
    Tally all,
    Map<String, Tally> byKind,
    Map<String, Tally> byFamily,
    Map<TtlHorizon, Long> byHorizon,
    List<KeyFacts> largest) {}

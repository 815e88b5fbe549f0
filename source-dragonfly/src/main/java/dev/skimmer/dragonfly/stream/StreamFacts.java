package dev.skimmer.dragonfly.stream;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What XINFO STREAM tells.
 *
 * @param length number of entries
 * @param first id of the first entry, where there is one
 * @param lastGenerated the largest id that the stream has ever had
 * @param maxDeleted the largest id that XDEL has removed (Redis since 7.0)
 * @param added how many entries were ever added (Redis since 7.0)
 * @param json what the row shows
 */
public record StreamFacts(
    long length,
    Optional<StreamId> first,
    StreamId lastGenerated,
    Optional<StreamId> maxDeleted,
    OptionalLong added,
    String json) {}

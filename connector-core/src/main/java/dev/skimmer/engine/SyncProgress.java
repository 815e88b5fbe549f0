package dev.skimmer.engine;

import java.util.OptionalLong;

/**
 * Where a sync stands.
 *
 * @param scanned keys listed so far
 * @param expected keys that the source had at the start, where it tells
 * @param changed rows committed so far: inserted, updated and deleted
 * @param errors keys that could not be read so far
 * @param bytesRead bytes of keys and values so far
 */
public record SyncProgress(
    long scanned, OptionalLong expected, long changed, long errors, long bytesRead) {}

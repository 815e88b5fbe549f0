package dev.skimmer.engine;

/**
 * Where the reading of one split stands.
 *
 * @param id of the split, as the source named it
 * @param scanned keys listed so far; 0 where the source does not count a split by itself
 * @param finished whether it is read to its end
 */
public record SplitProgress(String id, long scanned, boolean finished) {}

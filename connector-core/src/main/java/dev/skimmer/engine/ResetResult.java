package dev.skimmer.engine;

/**
 * What a reset removed.
 *
 * @param rows keys that had a row in a main table
 * @param series keys that had samples or entries
 * @param errors entries of errors tables
 */
public record ResetResult(long rows, long series, long errors) {}

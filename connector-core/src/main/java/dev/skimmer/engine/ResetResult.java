package dev.skimmer.engine;

/**
 * What a reset removed.
 *
 * @param rows keys that had a row in a main table
 * @param series keys that had samples or entries
 * @param errors entries of errors tables
 * @param finished false where it was stopped, so that the rest and the state are still there
 */
public record ResetResult(long rows, long series, long errors, boolean finished) {}

package dev.skimmer.engine;

/**
 * What a repair wrote.
 *
 * @param inserted rows that were missing
 * @param updated rows that differed
 * @param deleted rows that had no key
 * @param appended samples and entries, those that were right already among them
 * @param errors keys that could not be read
 * @param beyondRepair rows whose key is no text that Skimmer writes, or whose hash of it is wrong:
 *     to be removed by hand
 * @param finished false where it was stopped before it had looked at every key
 */
public record RepairResult(
    long inserted,
    long updated,
    long deleted,
    long appended,
    long errors,
    long beyondRepair,
    boolean finished) {}

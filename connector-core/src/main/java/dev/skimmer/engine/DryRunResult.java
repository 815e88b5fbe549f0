package dev.skimmer.engine;

/**
 * What a sync would do now.
 *
 * @param inserted rows that would be added
 * @param updated rows that would be written anew
 * @param deleted rows that would go, those that {@link Consent#PRUNE} removes among them
 * @param unchanged keys whose rows are equal
 * @param errors keys that could not be read
 * @param appended samples and entries that would be written
 * @param outOfScope rows outside the configured pattern, which would stay
 * @param guarded whether {@code max_delete_percent} would stop the sync before anything is removed
 * @param finished whether everything was looked at; false where it was stopped
 */
public record DryRunResult(
    long inserted,
    long updated,
    long deleted,
    long unchanged,
    long errors,
    long appended,
    long outOfScope,
    boolean guarded,
    boolean finished) {}

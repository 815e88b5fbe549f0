package dev.skimmer.engine;

/**
 * What a sync did. Counts are of this run, not of the runs that it resumed.
 *
 * @param outcome how it ended
 * @param pass the number of the pass, counted from 1 since the table began
 * @param resumed whether the pass began in an earlier run
 * @param scanned keys that the source listed, repetitions included
 * @param rechecked rows that the sweep asked the source about, since the scan had not met them
 * @param inserted rows that were not there
 * @param updated rows whose value or expiry had changed
 * @param deleted rows whose keys are gone
 * @param unchanged keys whose rows were equal
 * @param vanished keys that were listed, but gone when they were read
 * @param errors keys that could not be read
 * @param unsupported keys of types that the source cannot read
 * @param outOfScope rows outside the configured pattern, left alone
 * @param appended samples of series and entries of streams that were written
 * @param bytesRead bytes of keys and values
 * @param commits transactions
 * @param durationMillis wall time
 */
public record SyncResult(
    Outcome outcome,
    long pass,
    boolean resumed,
    long scanned,
    long rechecked,
    long inserted,
    long updated,
    long deleted,
    long unchanged,
    long vanished,
    long errors,
    long unsupported,
    long outOfScope,
    long appended,
    long bytesRead,
    long commits,
    long durationMillis) {}

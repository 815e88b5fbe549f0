package dev.skimmer.engine;

import dev.skimmer.config.Property;
import java.time.Duration;

/**
 * How the engine runs a sync.
 *
 * @param checkpointRecords how many changed records make a checkpoint fall due
 * @param maxDeletePercent the share of known rows above which a sweep stops; 100 is off
 * @param retrySeconds how long failed attempts and the waits between them may take in one run
 * @param leaseSeconds how long a sync that is not heard of keeps others out
 * @param fullPassMinutes after which a pass is due whatever the source counts, for those who sync
 *     again and again
 */
public record SyncOptions(
    @Property(
            name = "checkpoint_records",
            description = "Changed records after which rows and state are committed",
            defaultValue = "1000",
            min = 1,
            max = 10_000_000)
        int checkpointRecords,
    @Property(
            name = "max_delete_percent",
            description =
                "Stop before anything is removed when more than this share of the rows would go;"
                    + " 100 never stops",
            defaultValue = "100",
            min = 0,
            max = 100)
        int maxDeletePercent,
    @Property(
            name = "retry_seconds",
            description =
                "Seconds that a sync may spend on attempts that failed in passing, and on waiting"
                    + " between them, before it gives up",
            defaultValue = "300",
            min = 0,
            max = 86_400)
        int retrySeconds,
    @Property(
            name = "lease_seconds",
            description =
                "Seconds after which another sync may take the place of one that is not heard of"
                    + " any more; five times the least time between two commits where that is more",
            defaultValue = "60",
            min = 10,
            max = 86_400)
        int leaseSeconds,
    @Property(
            name = "full_pass_minutes",
            description =
                "With --watch: minutes after which a pass is made although the server counts no"
                    + " change",
            defaultValue = "10",
            min = 0,
            max = 1_440)
        int fullPassMinutes) {
  /** So many commits may fall due while a lease lasts: it is renewed by them. */
  private static final int COMMITS_A_LEASE = 5;

  /** The values that a configuration without these keys gives. */
  public static final SyncOptions DEFAULTS = new SyncOptions(1000, 100);

  /** Creates options with the default of every other key. */
  public SyncOptions(int checkpointRecords, int maxDeletePercent) {
    this(checkpointRecords, maxDeletePercent, 300, 60, 10);
  }

  /** Returns how long a lease lasts where commits are at least this far apart. */
  Duration lease(Duration minimumCommitInterval) {
    Duration configured = Duration.ofSeconds(leaseSeconds);
    Duration least = minimumCommitInterval.multipliedBy(COMMITS_A_LEASE);
    return least.compareTo(configured) > 0 ? least : configured;
  }
}

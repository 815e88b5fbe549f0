package dev.skimmer.dragonfly.pace;

import java.time.Duration;
import java.util.Arrays;

/**
 * Decides how much work the servers get, by how long others have to wait for an answer. Half the
 * work when that is longer than they should, a tenth more each time when it is not, until there is
 * no limit again. Three answers in a row have to be slow: a single one may be our own fault. Used
 * by one thread.
 */
final class Governor {
  private static final int ANSWERS = 3;
  private static final double SLOWER = 0.5;
  private static final double FASTER = 1.1;

  /** Never less than this part of the most that was done in one interval: a pass has to end. */
  private static final double LEAST_PART = 0.05;

  private static final double LEAST = 200;

  private final Pace pace;
  private final long targetNanos;
  private final long[] latest = new long[ANSWERS];
  private int answers;
  private long doneBefore;
  private double most = LEAST;

  /**
   * Creates a governor.
   *
   * @param target how long others may have to wait
   */
  Governor(Pace pace, Duration target) {
    this.pace = pace;
    this.targetNanos = target.toNanos();
  }

  /**
   * Takes in how long an answer had to be waited for.
   *
   * @param interval since the one before
   */
  void waited(long waitNanos, Duration interval) {
    latest[answers++ % ANSWERS] = waitNanos;
    double perSecond = workSince(interval);
    most = Math.max(most, perSecond);
    double allowed = pace.allowed();
    if (isSlow()) {
      pace.allow(Math.max(least(), SLOWER * Math.min(allowed, perSecond)));
      answers = 0;
    } else if (!Double.isInfinite(allowed)) {
      double more = allowed * FASTER;
      pace.allow(more > 2 * most ? Double.POSITIVE_INFINITY : more);
    }
  }

  private double workSince(Duration interval) {
    long done = pace.done();
    double seconds = Math.max(1, interval.toNanos()) / (double) Duration.ofSeconds(1).toNanos();
    double perSecond = (done - doneBefore) / seconds;
    doneBefore = done;
    return perSecond;
  }

  private double least() {
    return Math.max(LEAST, LEAST_PART * most);
  }

  private boolean isSlow() {
    return answers >= ANSWERS && Arrays.stream(latest).min().orElseThrow() > targetNanos;
  }
}

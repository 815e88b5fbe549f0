package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.connect.Attempts;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.ErrorCode;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks which run of the server this is. Before a pass it waits for a server that loads or resyncs,
 * but no longer than the budget until the next time it is ready. In mid-pass there is no waiting:
 * such a server has lost its place, and what it answered meanwhile proves nothing.
 *
 * <p>A cluster whose slots do not come to rest in time is read all the same, since its keys change
 * meanwhile, but not swept: before that it has to be at rest. Of passes that are begun one right
 * after another, only every other one is begun like that.
 *
 * <p>Safe for concurrent use.
 */
final class Epochs {
  private final Deployment deployment;
  private final Duration budget;
  private boolean inPass;
  private long waitingSince;
  private boolean waiting;
  private boolean begunUnsettled;

  Epochs(Deployment deployment, Duration budget) {
    this.deployment = deployment;
    this.budget = budget;
  }

  /** Says that from now on a server that is not ready ends what is read. */
  synchronized void beginPass() {
    inPass = true;
  }

  /**
   * Returns the identity of this run of the server, asked now.
   *
   * @throws ConnectorException with {@code SOURCE_CHANGED} when it loads or resyncs, and with the
   *     next call another pass may begin
   */
  synchronized Epoch now() {
    try {
      Epoch epoch = inPass ? deployment.epoch() : beforePass();
      waiting = false;
      return epoch;
    } catch (ConnectorException e) {
      inPass &= e.code() != ErrorCode.SOURCE_CHANGED;
      throw e;
    }
  }

  private Epoch beforePass() {
    try {
      Epoch epoch = Attempts.untilReady(budgetLeft(), deployment::epoch);
      begunUnsettled = false;
      return epoch;
    } catch (ConnectorException e) {
      if (e.code() != ErrorCode.SOURCE_CHANGED || begunUnsettled) {
        begunUnsettled = false;
        throw e;
      }
      Optional<Epoch> unsettled = deployment.unsettledEpoch();
      begunUnsettled = unsettled.isPresent();
      return unsettled.orElseThrow(() -> e);
    }
  }

  private Duration budgetLeft() {
    if (!waiting) {
      waiting = true;
      waitingSince = System.nanoTime();
    }
    long left = budget.toNanos() - (System.nanoTime() - waitingSince);
    return Duration.ofNanos(Math.max(0, left));
  }
}

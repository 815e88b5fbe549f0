package dev.skimmer.engine;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a pipeline that somebody holds may be taken. A wrong decision, as a clock that is
 * wrong can cause it, costs one of the two syncs its work since the last commit, and no row.
 *
 * @param pipeline named in messages
 * @param holder who wants it
 * @param takeOver whether the user has said to take it, whoever holds it
 * @param clock tells whether a lease has run out
 */
record LeaseRule(String pipeline, LeaseHolder holder, boolean takeOver, Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseRule.class);

  /**
   * Refuses a pipeline that another sync is at work on.
   *
   * @throws ConnectorException with {@code PIPELINE_BUSY}
   */
  void requireFree(PipelineState state) {
    state.lease().filter(lease -> !lease.isOf(holder)).ifPresent(this::requireFree);
  }

  private void requireFree(Lease lease) {
    if (takeOver) {
      LOG.warn("Taking pipeline '{}' over from {}", pipeline, lease.holder());
      return;
    }
    if (!clock.instant().isBefore(lease.until())) {
      LOG.warn("The lease of {} on pipeline '{}' has run out", lease.holder(), pipeline);
      return;
    }
    if (LocalProcess.isGone(lease.holder())) {
      LOG.info("{} held pipeline '{}' and does not run any more", lease.holder(), pipeline);
      return;
    }
    throw busy(lease);
  }

  private ConnectorException busy(Lease lease) {
    return new ConnectorException(
        ErrorCode.PIPELINE_BUSY,
        ("Pipeline '%s' is held by %s since %s, until %s unless it renews that. Nothing was changed."
                + " Wait until that sync is done, or end it. If it crashed, sync again after that"
                + " time, or at once with --take-over.")
            .formatted(
                pipeline,
                lease.holder(),
                lease.since().truncatedTo(ChronoUnit.SECONDS),
                lease.until().truncatedTo(ChronoUnit.SECONDS)));
  }
}

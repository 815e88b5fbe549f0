package dev.skimmer.engine;

import dev.skimmer.spi.Source;

/**
 * What the phases of one pass share.
 *
 * @param source what is read
 * @param tables what the destination holds
 * @param guard knows the run of the server in which the pass began
 * @param progress how far each split is read
 * @param committer where rows and state go
 * @param pace when they are committed
 * @param limit keeps from the destination what it cannot hold
 * @param retries how failures that may pass are met
 */
record Pass(
    Source.Session source,
    KnownTables tables,
    EpochGuard guard,
    PassProgress progress,
    Committer committer,
    CommitPace pace,
    TextLimit limit,
    Retries retries) {
  boolean isCommitDue() {
    return pace.isDue(committer.pendingRecords()) || committer.isLeaseDue();
  }

  /**
   * Makes sure that the server is still the one that the pass began with. One that cannot say so at
   * the moment is asked again; one that has changed, or is not whole, is not.
   *
   * @throws dev.skimmer.spi.ConnectorException with {@code SOURCE_CHANGED} when it is another
   */
  void requireSameServer() {
    retries.run(guard::check);
  }
}

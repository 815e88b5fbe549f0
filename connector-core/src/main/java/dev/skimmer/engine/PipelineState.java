package dev.skimmer.engine;

import java.util.Optional;

/**
 * All that is stored about a pipeline.
 *
 * @param fencing grows by one each time that a sync takes the pipeline
 * @param lease of the sync that is at work, or was when it crashed; empty when none is
 * @param sync how far the last pass got; empty before the first commit of the first one
 */
record PipelineState(long fencing, Optional<Lease> lease, Optional<SyncState> sync) {
  static final PipelineState NONE = new PipelineState(0, Optional.empty(), Optional.empty());

  PipelineState takenUnder(Lease taken) {
    return new PipelineState(fencing + 1, Optional.of(taken), sync);
  }

  PipelineState with(Optional<Lease> renewed) {
    return new PipelineState(fencing, renewed, sync);
  }

  PipelineState with(SyncState progressed) {
    return new PipelineState(fencing, lease, Optional.of(progressed));
  }

  boolean isHeldBy(LeaseHolder holder) {
    return lease.filter(held -> held.isOf(holder)).isPresent();
  }
}

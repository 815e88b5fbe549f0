package dev.skimmer.engine;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.TableId;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Decides from the stored state whether a table is ours to fill, and where a pass begins. */
record StateGate(String pipeline, Source.Session source, boolean adopt, Clock clock) {
  /**
   * Refuses what a sync must not go on from, before anything is changed.
   *
   * @param rows counts the rows of the tables; asked only where no state says whose they are
   */
  void requireGoodStart(
      Optional<SyncState> state,
      Collection<TableId> mainTables,
      Destination.Session destination,
      LongSupplier rows) {
    requireSameSource(state);
    requireNoOtherPipeline(mainTables, destination);
    requireOurs(state, rows);
  }

  /** Refuses tables that another source filled. */
  private void requireSameSource(Optional<SyncState> state) {
    String identity = source.identity();
    if (adopt || state.isEmpty() || state.get().identity().equals(identity)) {
      return;
    }
    throw new ConnectorException(
        ErrorCode.TABLE_FOREIGN,
        ("Table %s is a copy of %s, but this configuration reads %s. Nothing was changed."
                + " Choose another table_name; or, if it is the same keyspace under a new address,"
                + " take the table over with --adopt.")
            .formatted(pipeline, state.get().identity(), identity));
  }

  /** Refuses tables that hold rows of which no state tells where they came from. */
  private void requireOurs(Optional<SyncState> state, LongSupplier counted) {
    if (adopt || state.isPresent()) {
      return;
    }
    long rows = counted.getAsLong();
    if (rows == 0) {
      return;
    }
    throw new ConnectorException(
        ErrorCode.TABLE_FOREIGN,
        ("Table %s holds %d rows, but no state says which keyspace they are a copy of. Nothing was"
                + " changed. Choose another table_name, or take the table over with --adopt.")
            .formatted(pipeline, rows));
  }

  /** Refuses tables that a pipeline named after them fills. */
  private void requireNoOtherPipeline(
      Collection<TableId> mainTables, Destination.Session destination) {
    if (adopt) {
      return;
    }
    for (TableId table : mainTables) {
      if (!table.name().equals(pipeline) && isSynced(table, destination)) {
        throw new ConnectorException(
            ErrorCode.TABLE_FOREIGN,
            ("Table %s belongs to a pipeline of its own, which is not %s. Nothing was changed."
                    + " Choose another table_name; or, if nobody runs that pipeline any more,"
                    + " delete its row in _skimmer_state and sync again.")
                .formatted(table, pipeline));
      }
    }
  }

  /** A sync that was refused, or crashed before its first commit, leaves a state without a pass. */
  private static boolean isSynced(TableId table, Destination.Session destination) {
    return SyncStateCodec.decode(table.name(), destination.stateStore(table.name()).load())
        .sync()
        .isPresent();
  }

  /** Returns the unfinished pass to go on with, if it is one of this server run and this scope. */
  Optional<SyncState> resumable(Optional<SyncState> state, Epoch epoch, List<Split> plan) {
    return state.filter(
        stored ->
            !stored.complete()
                && stored.identity().equals(source.identity())
                && stored.scope().equals(source.scope())
                && stored.epoch().equals(epoch)
                && !stored.isFullyScanned()
                && plan.stream().allMatch(split -> stored.splits().containsKey(split.id()))
                && plan.size() == stored.splits().size());
  }

  SyncState newPass(Optional<SyncState> state, Epoch epoch) {
    return new SyncState(
        source.identity(),
        source.scope(),
        epoch,
        state.map(SyncState::pass).orElse(0L) + 1,
        clock.instant(),
        state.flatMap(SyncState::lastCompletePass),
        false,
        Map.of());
  }
}

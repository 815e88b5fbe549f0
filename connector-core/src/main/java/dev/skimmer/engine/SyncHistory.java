package dev.skimmer.engine;

import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a destination tells of the syncs that wrote to it; the source is not asked. Changes nothing.
 *
 * @param destination a session that the caller closes
 */
record SyncHistory(Destination.Session destination) {
  private static final Comparator<PastSync> BY_TIME =
      Comparator.comparing(PastSync::finishedAt).thenComparing(PastSync::id);

  /**
   * Returns the syncs that ended last, the newest first.
   *
   * @param number how many at most
   * @param pipeline of which alone; empty for all
   */
  List<PastSync> newest(int number, Optional<String> pipeline) {
    PriorityQueue<PastSync> newest = new PriorityQueue<>(BY_TIME);
    read(
        sync -> {
          if (pipeline.isEmpty() || pipeline.get().equals(sync.pipeline())) {
            newest.add(sync);
          }
          if (newest.size() > number) {
            newest.remove();
          }
        });
    List<PastSync> sorted = new ArrayList<>(newest);
    sorted.sort(BY_TIME.reversed());
    return sorted;
  }

  /**
   * Returns how each pipeline stands that has ended a sync, by name.
   *
   * @param now when growth of late is told
   */
  List<PipelineStatus> pipelines(Instant now) {
    Map<String, PastSync> last = new TreeMap<>();
    Map<String, PipelineStatus.Totals> totals = new TreeMap<>();
    Map<String, PipelineStatus.Growth> growth = new TreeMap<>();
    read(
        sync -> {
          String pipeline = sync.pipeline();
          last.merge(pipeline, sync, (one, other) -> BY_TIME.compare(one, other) > 0 ? one : other);
          totals.put(
              pipeline, totals.getOrDefault(pipeline, PipelineStatus.Totals.NONE).plus(sync));
          growth.put(
              pipeline, growth.getOrDefault(pipeline, PipelineStatus.Growth.NONE).plus(sync, now));
        });
    return last.values().stream()
        .map(sync -> status(sync, totals.get(sync.pipeline()), growth.get(sync.pipeline())))
        .toList();
  }

  private PipelineStatus status(
      PastSync last, PipelineStatus.Totals totals, PipelineStatus.Growth growth) {
    String pipeline = last.pipeline();
    PipelineState state = SyncStateCodec.decode(pipeline, destination.stateStore(pipeline).load());
    return new PipelineStatus(
        pipeline,
        state.sync().map(SyncState::identity),
        state.sync().map(SyncState::pass).orElse(0L),
        state.sync().map(SyncState::complete).orElse(false),
        state.sync().flatMap(SyncState::lastCompletePass),
        state.lease().map(SyncHistory::holder),
        last,
        totals,
        growth);
  }

  private static PipelineStatus.Holder holder(Lease lease) {
    return new PipelineStatus.Holder(lease.holder().toString(), lease.since(), lease.until());
  }

  private void read(Consumer<PastSync> action) {
    try (Stream<Row> rows = destination.rows(SyncsTable.SCHEMA)) {
      rows.map(PastSync::of).forEach(action);
    }
  }
}

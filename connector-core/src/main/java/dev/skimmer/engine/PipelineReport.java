package dev.skimmer.engine;

import dev.skimmer.report.TableReport;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.PipelineLayout;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * All that a destination tells of one pipeline. The source is not asked.
 *
 * @param pipeline its name
 * @param at when it was told
 * @param status how the pipeline stands; empty before the end of its first sync
 * @param tables of each main table that is there
 * @param syncs of the past, the oldest first
 */
public record PipelineReport(
    String pipeline,
    Instant at,
    Optional<PipelineStatus> status,
    List<TableReport> tables,
    List<PastSync> syncs) {

  /**
   * Reads what the destination holds.
   *
   * @param mostSyncs how many syncs of the past are wanted
   */
  static PipelineReport read(
      PipelineLayout layout, Destination.Session destination, Instant now, int mostSyncs) {
    SyncHistory history = new SyncHistory(destination);
    List<PastSync> syncs =
        new ArrayList<>(history.newest(mostSyncs, Optional.of(layout.pipeline())));
    Collections.reverse(syncs);
    List<TableReport> tables =
        layout.tables().stream()
            .filter(table -> table.role() == TableRole.MAIN)
            .filter(destination::exists)
            .map(table -> TableReport.read(destination, table, errorsOf(layout, table), now))
            .toList();
    Optional<PipelineStatus> status =
        history.pipelines(now).stream()
            .filter(pipeline -> pipeline.pipeline().equals(layout.pipeline()))
            .findFirst();
    return new PipelineReport(layout.pipeline(), now, status, tables, List.copyOf(syncs));
  }

  private static Optional<TableSchema> errorsOf(PipelineLayout layout, TableSchema main) {
    return layout.tables().stream()
        .filter(table -> table.role() == TableRole.ERRORS)
        .filter(table -> table.id().equals(main.id().withSuffix(KnownTables.ERRORS_SUFFIX)))
        .findFirst();
  }
}

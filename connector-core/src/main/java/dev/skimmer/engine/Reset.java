package dev.skimmer.engine;

import dev.skimmer.detect.ChangeIndex;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Writer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Removes every row of a pipeline and forgets its state, so that the next sync is a first one. The
 * tables themselves stay, and so does the table of syncs. Commits in parts: when it is interrupted,
 * some rows are gone, and either the next reset removes the rest or the next sync brings them back.
 * One thread runs it, once.
 */
final class Reset {
  private final Source.Session source;
  private final Destination.Session destination;
  private final SyncOptions options;
  private final Context context;
  private final KnownTables tables;
  private volatile boolean stopped;

  /**
   * Creates a reset.
   *
   * @param context the one that both sessions were opened with
   */
  Reset(
      Source.Session source,
      Destination.Session destination,
      SyncOptions options,
      Context context) {
    this.source = source;
    this.destination = destination;
    this.options = options;
    this.context = context;
    this.tables = new KnownTables(source.tables(), destination);
  }

  /** Makes {@link #run} commit what it has and return soon. Never blocks; from any thread. */
  void stop() {
    stopped = true;
  }

  private List<TableSchema> tables() {
    return source.tables().stream().filter(destination::exists).toList();
  }

  /**
   * Removes the rows, and then the state.
   *
   * @throws ConnectorException when another sync holds the pipeline, or the tables are those of
   *     another source or nobody's; nothing is changed then
   */
  ResetResult run() {
    Retries retries = Retries.of(options, Time.SYSTEM);
    String pipeline = source.pipeline();
    LeaseRule rule = new LeaseRule(pipeline, LocalProcess.newHolder(), false, context.clock());
    Tenure tenure = Tenure.at(destination, rule, tables, options, retries);
    try {
      tenure.take(this::requireOurs);
      SyncState state = tenure.state().orElseThrow();
      tables().forEach(destination::apply);
      try (Writer writer = destination.openWriter(pipeline)) {
        Committer committer =
            new Committer(writer, tenure, tables, new Counts(tables), retries, state);
        ResetResult result = removeAll(committer, state);
        if (result.finished()) {
          committer.forget();
        } else {
          committer.finish(state);
        }
        return result;
      }
    } finally {
      tenure.release();
    }
  }

  private void requireOurs(Optional<SyncState> state) {
    if (state.isEmpty()) {
      throw new ConnectorException(
          ErrorCode.TABLE_FOREIGN,
          "No sync has filled table %s, or it has been reset already. Nothing was changed."
              .formatted(source.pipeline()));
    }
    new StateGate(source.pipeline(), source, false, context.clock())
        .requireGoodStart(
            state, new TableSelection(source, destination).mainTables(), destination, () -> 0);
  }

  private ResetResult removeAll(Committer committer, SyncState state) {
    long rows = 0;
    long series = 0;
    long errors = 0;
    for (TableSchema schema : tables()) {
      long removed = remove(schema, committer, state);
      switch (schema.role()) {
        case MAIN -> rows += removed;
        case SERIES -> series += removed;
        case ERRORS -> errors += removed;
        case SYNCS -> throw new IllegalStateException("A source fills no table of syncs");
      }
    }
    return new ResetResult(rows, series, errors, !stopped);
  }

  /** Removes the rows of each key once, and returns how many keys had some. */
  private long remove(TableSchema schema, Committer committer, SyncState state) {
    if (schema.role() == TableRole.MAIN) {
      try (Stream<String> keys = destination.keys(schema)) {
        return remove(schema, keys, committer, state);
      }
    }
    int key = schema.indexOf(ColumnRole.KEY).orElseThrow();
    try (Stream<Row> rows = destination.rows(schema)) {
      return remove(schema, rows.map(row -> (String) row.value(key)), committer, state);
    }
  }

  private long remove(
      TableSchema schema, Stream<String> keyTexts, Committer committer, SyncState state) {
    ChangeIndex removed = new ChangeIndex(0);
    long keys = 0;
    for (Iterator<String> each = keyTexts.iterator(); !stopped && each.hasNext(); ) {
      String text = each.next();
      KeyHash key = RowDigest.keyOf(text).orElseGet(() -> KeyHash.ofUtf8(text));
      if (removed.markSeen(key)) {
        keys++;
        committer.add(List.of(new Delete(schema.id(), key, text)));
      }
      if (committer.pendingRecords() >= options.checkpointRecords() || committer.isLeaseDue()) {
        committer.commit(state);
      }
    }
    return keys;
  }
}

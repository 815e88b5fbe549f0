package dev.skimmer.engine;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.StoredState;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Proves that the tables of a destination equal a source: reads every row with its value, and then
 * every key, and compares what a sync would write now with what the row holds. Writes nothing.
 *
 * <p>Memory is bounded by an index entry a row, outside the heap. One thread runs it; {@link
 * #stop()} may come from any. The caller opens the two sessions and closes them.
 */
final class Verification {
  private final Source.Session source;
  private final Destination.Session destination;
  private final Context context;
  private final Retries retries;
  private final KnownTables known;
  private final int mostSuspects;
  private volatile boolean stopped;

  /**
   * Creates a verification.
   *
   * @param context the one that both sessions were opened with
   */
  Verification(
      Source.Session source,
      Destination.Session destination,
      SyncOptions options,
      Context context) {
    this(source, destination, options, context, Suspects.MOST);
  }

  Verification(
      Source.Session source,
      Destination.Session destination,
      SyncOptions options,
      Context context,
      int mostSuspects) {
    this.source = source;
    this.destination = destination;
    this.context = context;
    this.retries = Retries.of(options, Time.SYSTEM);
    this.known = new KnownTables(source.tables(), destination);
    this.mostSuspects = mostSuspects;
  }

  /** Makes {@link #run} return soon. Never blocks. */
  void stop() {
    stopped = true;
  }

  /**
   * Compares.
   *
   * @param sampleRows about how many rows of each table to choose at random; empty to compare all.
   *     Of a sample, keys without a row show in the counts alone.
   * @param listener is told of each difference, on this thread
   * @throws ConnectorException when one of both ends cannot be read, or the tables are of another
   *     source
   */
  VerificationResult run(OptionalLong sampleRows, Consumer<Difference> listener) {
    List<TableSchema> mains = mainTables();
    Optional<StoredState> before = requireSameSource(mains);
    long outOfScopeBefore = context.metrics().outOfScope();
    Map<DifferenceKind, Long> counts = new EnumMap<>(DifferenceKind.class);
    VerifiedTables tables =
        new VerifiedTables(
            source,
            destination,
            known,
            mostSuspects,
            difference -> {
              counts.merge(difference.kind(), 1L, Long::sum);
              listener.accept(difference);
            });
    mains.forEach(main -> tables.load(main, sampleOf(main, sampleRows)));
    read(tables, sampleRows.isPresent());
    return new VerificationResult(
        sampleRows.isPresent()
            ? ExpectedKeys.of(source, mains)
            : OptionalLong.of(tables.sum(VerifiedRows::present)),
        tables.sum(VerifiedRows::rows),
        tables.sum(VerifiedRows::taken),
        counts,
        tables.unreadable(),
        context.metrics().outOfScope() - outOfScopeBefore,
        tables.kept(),
        sampleRows.isPresent(),
        !before.equals(destination.stateStore(source.pipeline()).load()),
        !stopped);
  }

  private void read(VerifiedTables tables, boolean sample) {
    TextLimit limit = new TextLimit(known, destination.maxTextBytes(), context.clock());
    Survey survey = new Survey(source, tables.rows(), retries, () -> stopped);
    if (sample) {
      survey.sweep(operations -> tables.compare(limit.apply(operations)));
    } else {
      survey.run(operations -> tables.compare(limit.apply(operations)));
    }
    tables.resolveSuspects();
    if (!sample && !stopped) {
      tables.findOrphans();
    }
  }

  private List<TableSchema> mainTables() {
    Set<TableId> selected = new TableSelection(source, destination).mainTables();
    return source.tables().stream()
        .filter(schema -> schema.role() == TableRole.MAIN && selected.contains(schema.id()))
        .toList();
  }

  private Optional<StoredState> requireSameSource(List<TableSchema> mains) {
    String pipeline = source.pipeline();
    Optional<StoredState> stored = destination.stateStore(pipeline).load();
    Optional<SyncState> state = SyncStateCodec.decode(pipeline, stored).sync();
    new StateGate(pipeline, source, false, context.clock())
        .requireGoodStart(
            state, mains.stream().map(TableSchema::id).toList(), destination, () -> 0);
    return stored;
  }

  /** Key hashes are evenly spread, so those below a bound are a sample, another one each time. */
  private Predicate<KeyHash> sampleOf(TableSchema main, OptionalLong wanted) {
    if (wanted.isEmpty()) {
      return key -> true;
    }
    long rows;
    try (Stream<String> keys = destination.keys(main)) {
      rows = keys.count();
    }
    if (wanted.getAsLong() >= rows) {
      return key -> true;
    }
    long turn = ThreadLocalRandom.current().nextLong();
    long bound = Math.round((double) wanted.getAsLong() / rows * Long.MAX_VALUE);
    return key -> ((key.low() ^ turn) >>> 1) < bound;
  }
}

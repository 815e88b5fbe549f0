package dev.skimmer.engine;

import static java.util.Objects.requireNonNull;

import dev.skimmer.config.ConfigBinder;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Fact;
import dev.skimmer.spi.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A source, a destination, and all that can be done with both: the way in for programs that embed
 * Skimmer.
 *
 * <pre>{@code
 * Pipeline shop =
 *     Pipeline.from(new DragonflySource(), Map.of("host", "127.0.0.1", "port", "6379"))
 *         .to(new DuckDbDestination(), Map.of("path", "shop.duckdb"));
 * SyncResult result = shop.sync().run();
 * }</pre>
 *
 * <p>Immutable, holds no connection, and may be used by several threads. What takes long is a
 * {@link Run}, which one thread runs and any may stop; the rest connects, asks and disconnects.
 * Whatever talks to one of both ends throws a {@link ConnectorException} when that fails.
 */
public final class Pipeline {
  private final ConfiguredSource source;
  private final ConfiguredDestination destination;
  private final SyncOptions options;
  private final Set<Consent> consents;
  private final SyncListener listener;

  private Pipeline(
      ConfiguredSource source,
      ConfiguredDestination destination,
      SyncOptions options,
      Set<Consent> consents,
      SyncListener listener) {
    this.source = source;
    this.destination = destination;
    this.options = requireNonNull(options, "options");
    this.consents = Set.copyOf(consents);
    this.listener = requireNonNull(listener, "listener");
  }

  static Pipeline of(ConfiguredSource source, ConfiguredDestination destination) {
    return new Pipeline(source, destination, SyncOptions.DEFAULTS, Set.of(), SyncListener.NONE);
  }

  /** Reads from a source. */
  public static <C extends Record> ConfiguredSource from(Source<C> connector, C config) {
    return ConfiguredSource.of(connector, config);
  }

  /**
   * Reads from a source that is configured by texts, as a configuration file has them, but without
   * references such as {@code ${env:NAME}}.
   *
   * @throws ConnectorException with {@code CONFIG_INVALID} that names every problem
   */
  public static <C extends Record> ConfiguredSource from(
      Source<C> connector, Map<String, String> config) {
    return from(connector, ConfigBinder.create(connector.configType(), config));
  }

  /** Reads from what {@code opener} opens, once for each run. The run closes it. */
  public static ConfiguredSource from(Function<Context, Source.Session> opener) {
    return ConfiguredSource.of(opener);
  }

  /** Returns one that commits, retries and gives up by these, not {@link SyncOptions#DEFAULTS}. */
  public Pipeline options(SyncOptions values) {
    return new Pipeline(source, destination, values, consents, listener);
  }

  /** Returns one that agrees to what a sync refuses otherwise. */
  public Pipeline consent(Consent... agreed) {
    Set<Consent> all = EnumSet.noneOf(Consent.class);
    all.addAll(consents);
    all.addAll(List.of(agreed));
    return new Pipeline(source, destination, options, all, listener);
  }

  /** Returns one whose syncs, dry runs and verifications tell somebody how they go. */
  public Pipeline listener(SyncListener whoever) {
    return new Pipeline(source, destination, options, consents, whoever);
  }

  /** Makes the tables equal to the source: one pass, or the rest of an unfinished one. */
  public Run<SyncResult> sync() {
    return new StoppableRun<>(runs()::sync);
  }

  /** Opens a sync that keeps both ends open from run to run. Close it. */
  public OpenSync open() {
    return new OpenSync(this, consents);
  }

  /**
   * Syncs again and again.
   *
   * @param interval from the end of a pass to the next look
   * @param told of each pass and each failure
   */
  public Watch watch(Duration interval, WatchListener told) {
    return new Watch(
        this, requireNonNull(interval, "interval"), requireNonNull(told, "told"), Time.SYSTEM);
  }

  /**
   * Finds out what a sync would do now, and writes nothing.
   *
   * @param told of each change, on the thread that runs it
   */
  public Run<DryRunResult> dryRun(Consumer<PlannedChange> told) {
    return new StoppableRun<>(run -> runs().dryRun(run, told));
  }

  /**
   * Proves, value by value, that the tables equal the source, and writes nothing.
   *
   * @param sampleRows about how many rows of each table to compare; empty for all
   * @param told of each difference, on the thread that runs it
   */
  public Run<Verdict> verify(OptionalLong sampleRows, Consumer<Difference> told) {
    return new StoppableRun<>(run -> runs().verify(run, sampleRows, told));
  }

  /** Does what {@link #verify} does, and then writes the rows that differ. */
  public Run<Verdict> repair(OptionalLong sampleRows, Consumer<Difference> told) {
    return new StoppableRun<>(run -> runs().repair(run, sampleRows, told));
  }

  /**
   * Removes every row of the pipeline and forgets its state, so that the next sync is a first one.
   */
  public Run<ResetResult> reset() {
    return new StoppableRun<>(runs()::reset);
  }

  /** Proves that a sync would work, and describes both ends. Changes nothing. */
  public List<Fact> check() {
    List<Fact> facts = new ArrayList<>(source.check());
    facts.addAll(destination.checker().apply(Context.system()));
    return List.copyOf(facts);
  }

  /** Returns the tables of the pipeline that are there, and how much they hold. */
  public List<TableContent> contents() {
    return new PipelineTables(this).contents();
  }

  /** Returns how each pipeline of the destination stands. The source is not asked. */
  public List<PipelineStatus> status() {
    return new PipelineTables(this).status();
  }

  /**
   * Returns the syncs that wrote to the destination last, the newest first. The source is not
   * asked.
   *
   * @param number how many at most
   * @param name of which pipeline alone; empty for all
   */
  public List<PastSync> history(int number, Optional<String> name) {
    return new PipelineTables(this).history(number, name);
  }

  /**
   * Tells all that the destination knows of the pipeline: reads every row, but no value. The source
   * is asked only where it cannot name its tables unasked.
   *
   * @param mostSyncs how many syncs of the past are wanted
   */
  public PipelineReport report(int mostSyncs) {
    return new PipelineTables(this).report(mostSyncs);
  }

  /** Returns its name without connecting: that of the connector, where only a session can tell. */
  public String name() {
    return source.pipelineName();
  }

  /** Returns the source alone. */
  public ConfiguredSource source() {
    return source;
  }

  ConfiguredDestination destination() {
    return destination;
  }

  SyncOptions options() {
    return options;
  }

  Set<Consent> consents() {
    return consents;
  }

  SyncListener listener() {
    return listener;
  }

  private PipelineRuns runs() {
    return new PipelineRuns(this);
  }
}

package dev.skimmer;

import static java.util.Objects.requireNonNull;

import dev.skimmer.config.ConfigBinder;
import dev.skimmer.engine.Consent;
import dev.skimmer.engine.SyncListener;
import dev.skimmer.engine.SyncOptions;
import dev.skimmer.engine.SyncResult;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Source;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Describes a sync: what it reads, where it writes, and who is told. Used by one thread. */
public final class SyncBuilder {
  private Function<Context, Source.Session> source;
  private Function<Context, Destination.Session> destination;
  private SyncOptions options = SyncOptions.DEFAULTS;
  private SyncListener listener = SyncListener.NONE;
  private final Set<Consent> consents = EnumSet.noneOf(Consent.class);

  SyncBuilder() {}

  /** Reads from a source. */
  public <C extends Record> SyncBuilder from(Source<C> connector, C config) {
    requireNonNull(config, "config");
    return from(context -> connector.open(config, context));
  }

  /**
   * Reads from a source that is configured by texts, as a configuration file has them, but without
   * references such as {@code ${env:NAME}}.
   *
   * @throws ConnectorException with {@code CONFIG_INVALID} that names every problem
   */
  public <C extends Record> SyncBuilder from(Source<C> connector, Map<String, String> config) {
    return from(connector, ConfigBinder.create(connector.configType(), config));
  }

  /** Reads from what {@code opener} opens once for each run. The run closes it. */
  public SyncBuilder from(Function<Context, Source.Session> opener) {
    source = requireNonNull(opener, "opener");
    return this;
  }

  /** Writes to a destination. */
  public <C extends Record> SyncBuilder to(Destination<C> connector, C config) {
    requireNonNull(config, "config");
    return to(context -> connector.open(config, context));
  }

  /**
   * Writes to a destination that is configured by texts.
   *
   * @throws ConnectorException with {@code CONFIG_INVALID} that names every problem
   */
  public <C extends Record> SyncBuilder to(Destination<C> connector, Map<String, String> config) {
    return to(connector, ConfigBinder.create(connector.configType(), config));
  }

  /** Writes to what {@code opener} opens once for each run. The run closes it. */
  public SyncBuilder to(Function<Context, Destination.Session> opener) {
    destination = requireNonNull(opener, "opener");
    return this;
  }

  /** Sets when it commits, retries and gives up; {@link SyncOptions#DEFAULTS} otherwise. */
  public SyncBuilder options(SyncOptions values) {
    options = requireNonNull(values, "values");
    return this;
  }

  /** Agrees to something that a sync refuses otherwise. */
  public SyncBuilder consent(Consent consent) {
    consents.add(consent);
    return this;
  }

  /** Has somebody told how it goes. */
  public SyncBuilder listener(SyncListener whoever) {
    listener = requireNonNull(whoever, "whoever");
    return this;
  }

  /**
   * Returns the sync, so that another thread can stop it. Connects to nothing yet.
   *
   * @throws IllegalStateException where source or destination is missing
   */
  public SyncRun prepare() {
    if (source == null || destination == null) {
      throw new IllegalStateException("A sync needs a source and a destination: from() and to()");
    }
    return new SyncRun(source, destination, options, Set.copyOf(consents), listener);
  }

  /**
   * Connects to both ends, makes one pass, and closes them.
   *
   * @throws ConnectorException when the pass could not be finished; what is committed stays, and
   *     the next run goes on from there
   */
  public SyncResult run() {
    return prepare().run();
  }
}

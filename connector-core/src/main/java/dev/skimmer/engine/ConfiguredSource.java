package dev.skimmer.engine;

import static java.util.Objects.requireNonNull;

import dev.skimmer.config.ConfigBinder;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Fact;
import dev.skimmer.spi.PipelineLayout;
import dev.skimmer.spi.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A source with all that it takes to open it: what it tells by itself, and the way on to a {@link
 * Pipeline}. Immutable; safe for concurrent use. Each call connects and disconnects; all of them
 * throw a {@link ConnectorException} where the source cannot be reached or refuses.
 */
public final class ConfiguredSource {
  private final String connectorName;
  private final Function<Context, Source.Session> opener;
  private final Supplier<Optional<PipelineLayout>> layout;

  private ConfiguredSource(
      String connectorName,
      Function<Context, Source.Session> opener,
      Supplier<Optional<PipelineLayout>> layout) {
    this.connectorName = connectorName;
    this.opener = opener;
    this.layout = layout;
  }

  static <C extends Record> ConfiguredSource of(Source<C> connector, C config) {
    requireNonNull(config, "config");
    return new ConfiguredSource(
        connector.name(),
        context -> connector.open(config, context),
        () -> connector.layout(config));
  }

  static ConfiguredSource of(Function<Context, Source.Session> opener) {
    return new ConfiguredSource("source", requireNonNull(opener, "opener"), Optional::empty);
  }

  /** Writes to a destination. */
  public <C extends Record> Pipeline to(Destination<C> connector, C config) {
    requireNonNull(config, "config");
    return Pipeline.of(this, ConfiguredDestination.of(connector, config));
  }

  /**
   * Writes to a destination that is configured by texts, as {@link Pipeline#from(Source, Map)}.
   *
   * @throws ConnectorException with {@code CONFIG_INVALID} that names every problem
   */
  public <C extends Record> Pipeline to(Destination<C> connector, Map<String, String> config) {
    return to(connector, ConfigBinder.create(connector.configType(), config));
  }

  /** Writes to what {@code opener} opens, once for each run that needs it. The run closes it. */
  public Pipeline to(Function<Context, Destination.Session> opener) {
    return Pipeline.of(this, ConfiguredDestination.of(requireNonNull(opener, "opener")));
  }

  /** Proves that all that a sync needs can be read, and describes the source. Changes nothing. */
  public List<Fact> check() {
    try (Source.Session session = open(Context.system())) {
      return List.copyOf(session.check());
    }
  }

  /**
   * Returns the statement that gives a user of the source what a sync needs and nothing else; empty
   * where the source has no such statement.
   */
  public Optional<String> leastRights() {
    try (Source.Session session = open(Context.system())) {
      return session.leastRights();
    }
  }

  /**
   * Tells what the keyspace is made of, and how fast it is read. Changes nothing.
   *
   * @param mostKeys how many keys of each table to look at
   */
  public Discovery discover(long mostKeys) {
    Context context = Context.system();
    try (Source.Session session = open(context)) {
      return Discovery.of(session, context, mostKeys);
    }
  }

  Source.Session open(Context context) {
    return opener.apply(context);
  }

  /** Names the pipeline without connecting: by the connector, where only a session can tell. */
  String pipelineName() {
    return layout.get().map(PipelineLayout::pipeline).orElse(connectorName);
  }

  /** Names the pipeline and its tables; connects only where the source can not tell without. */
  PipelineLayout layout(Context context) {
    return layout
        .get()
        .orElseGet(
            () -> {
              try (Source.Session session = open(context)) {
                return new PipelineLayout(session.pipeline(), session.tables());
              }
            });
  }
}

package dev.skimmer.cli;

import dev.skimmer.config.Binding;
import dev.skimmer.config.ConfigBinder;
import dev.skimmer.config.References;
import dev.skimmer.engine.ConfiguredSource;
import dev.skimmer.engine.Pipeline;
import dev.skimmer.engine.SyncOptions;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Source;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a configuration file and the options of a command into a configuration. */
final class ConfigurationReader {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationReader.class);

  private final Connectors connectors;
  private final References references;

  @Inject
  ConfigurationReader(Connectors connectors, References references) {
    this.connectors = connectors;
    this.references = references;
  }

  /** Returns a reader that knows these connectors instead. */
  ConfigurationReader with(Connectors others) {
    return new ConfigurationReader(others, references);
  }

  /** Returns a reader that expands references by these instead. */
  ConfigurationReader with(References others) {
    return new ConfigurationReader(connectors, others);
  }

  /**
   * Reads values of which none may be a secret that is written out.
   *
   * @throws ConnectorException when one is
   */
  Pipeline readReferring(String name, Map<String, String> values) {
    return bind(new ConfigurationText(name, values), ConfigurationReader::refuseLiterals);
  }

  Pipeline read(String name, Map<String, String> fileValues, Map<String, String> overrides) {
    return read(new ConfigurationText(name, fileValues).with(overrides), literals -> {});
  }

  /**
   * Reads values, and warns of secrets that are written out.
   *
   * @param literals takes the keys of these, too
   */
  Pipeline read(ConfigurationText text, Consumer<List<String>> literals) {
    Consumer<List<String>> warning = keys -> keys.forEach(ConfigurationReader::warnOfLiteral);
    return bind(text, warning.andThen(literals));
  }

  private Pipeline bind(ConfigurationText text, Consumer<List<String>> literals) {
    Map<String, String> values = new LinkedHashMap<>(text.values());
    Map<String, String> group = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(ConfigurationText.GROUP)) {
            group.put(key.substring(ConfigurationText.GROUP.length()), value);
          }
        });
    values.keySet().removeIf(key -> key.startsWith(ConfigurationText.GROUP));
    return bind(new ConfigBinder(text.name(), values, references), group, literals);
  }

  private Pipeline bind(
      ConfigBinder binder, Map<String, String> group, Consumer<List<String>> literals) {
    Binding<PipelineOptions> options = binder.bind(PipelineOptions.class);
    Binding<SyncOptions> syncOptions = binder.bind(SyncOptions.class);
    Optional<Supplier<ConfiguredSource>> source = source(binder, options);
    Optional<Function<ConfiguredSource, Pipeline>> destination =
        group.isEmpty() ? shortForm(binder, options) : objectForm(binder, group);
    binder.finish();
    literals.accept(binder.literalSecrets());
    return destination.orElseThrow().apply(source.orElseThrow().get()).options(syncOptions.value());
  }

  private static void refuseLiterals(List<String> keys) {
    if (!keys.isEmpty()) {
      throw new ConnectorException(
          ErrorCode.CONFIG_INVALID,
          "The secret %s is written out. Write ${env:NAME}, ${file:PATH} or ${prompt} instead."
              .formatted(keys.get(0)));
    }
  }

  private static void warnOfLiteral(String key) {
    LOG.warn(
        "The secret {} is written out, where others may read it (a file, the list of processes)."
            + " Write ${env:NAME}, ${file:PATH} or ${prompt} instead.",
        key);
  }

  private Optional<Supplier<ConfiguredSource>> source(
      ConfigBinder binder, Binding<PipelineOptions> options) {
    String name = options.record().map(PipelineOptions::source).orElse("");
    Optional<Source<?>> source = connectors.source(name);
    if (source.isEmpty()) {
      binder.problem(
          "source: there is no \"%s\"; there are: %s. %s"
              .formatted(Console.printable(name), connectors.sourceNames(), Plugins.HOW_TO_ADD));
    }
    return source.map(found -> bind(found, binder));
  }

  private Optional<Function<ConfiguredSource, Pipeline>> shortForm(
      ConfigBinder binder, Binding<PipelineOptions> options) {
    String reference = options.record().map(PipelineOptions::destination).orElse("");
    // No more than the name, for what follows may hold a password.
    Optional<Destination<?>> destination = destination(binder, reference.split("[^\\w.-]", 2)[0]);
    if (destination.isEmpty()) {
      return Optional.empty();
    }
    try {
      Destination<?> found = destination.get();
      Map<String, String> texts = found.parse(reference);
      ConfigBinder group = binder.nested(ConfigurationText.GROUP, texts, References.NONE);
      return Optional.of(bind(found, group));
    } catch (IllegalArgumentException e) {
      binder.problem("destination: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Function<ConfiguredSource, Pipeline>> objectForm(
      ConfigBinder binder, Map<String, String> group) {
    Map<String, String> texts = new LinkedHashMap<>(group);
    String type = Optional.ofNullable(texts.remove("type")).orElse("");
    ConfigBinder nested = binder.nested(ConfigurationText.GROUP, texts, references);
    return destination(binder, type).map(found -> bind(found, nested));
  }

  /** What is bound can be asked for once all problems are known. */
  private static <C extends Record> Supplier<ConfiguredSource> bind(
      Source<C> source, ConfigBinder binder) {
    Binding<C> config = binder.bind(source.configType());
    return () -> Pipeline.from(source, config.value());
  }

  private static <C extends Record> Function<ConfiguredSource, Pipeline> bind(
      Destination<C> destination, ConfigBinder binder) {
    Binding<C> config = binder.bind(destination.configType());
    return source -> source.to(destination, config.value());
  }

  private Optional<Destination<?>> destination(ConfigBinder binder, String name) {
    Optional<Destination<?>> destination = connectors.destination(name);
    if (destination.isEmpty()) {
      binder.problem(
          "destination: there is no \"%s\"; there are: %s. Write it as TYPE:WHERE, such as duckdb:shop.duckdb. %s"
              .formatted(
                  Console.printable(name), connectors.destinationNames(), Plugins.HOW_TO_ADD));
    }
    return destination;
  }
}

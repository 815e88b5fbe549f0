package dev.skimmer.cli;

import dev.skimmer.config.References;
import dev.skimmer.engine.Pipeline;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fact;
import jakarta.inject.Inject;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes a first configuration. */
@Command(
    name = "init",
    header = "Writes a first configuration.",
    description = {
      "Asks for what is needed and was not given, tries the connection, and writes the file, which"
          + " only you may read. Secrets are not written, but where they are. Overwrites nothing."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: skimmer init CONFIG.json --host 127.0.0.1 --port 6379 --to duckdb:shop.duckdb"
    })
final class InitCommand implements Callable<Integer> {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([^}]*)}");

  private final ConfigurationReader reader;
  private final Questions questions;
  private final Messages messages;
  private final PrintStream out;

  @Mixin private InitOptions options = new InitOptions();

  @Inject
  InitCommand(ConfigurationReader reader, Questions questions, Messages messages, Console console) {
    this.reader = reader;
    this.questions = questions;
    this.messages = messages;
    this.out = console.out();
  }

  @Override
  public Integer call() {
    ConfigurationFile file = new ConfigurationFile(options.file());
    file.requireAbsent();
    Connectors connectors = options.connectors();
    ConfigurationKeys keys = keys(connectors);
    Map<String, String> values =
        questions.isSomebodyThere() ? asked(connectors, keys) : given(connectors);
    file.write(values, keys);
    out.printf("Wrote %s, which only you may read. Next:%n%n", file.name());
    for (String command : new String[] {"discover", "sync", "verify"}) {
      out.printf("  skimmer %s %s%n", command, file.name());
    }
    out.flush();
    return 0;
  }

  private ConfigurationKeys keys(Connectors connectors) {
    String name = options.values().getOrDefault("source", "dragonfly");
    return connectors
        .source(name)
        .map(source -> ConfigurationKeys.of(Connectors.configOf(source)))
        .orElseThrow(
            () ->
                new ConnectorException(
                    ErrorCode.CONFIG_INVALID,
                    "source: there is no \"%s\"; there are: %s. %s"
                        .formatted(
                            Console.printable(name),
                            connectors.sourceNames(),
                            Plugins.HOW_TO_ADD)));
  }

  /** Where nobody can be asked, what was given has to be enough. */
  private Map<String, String> given(Connectors connectors) {
    Map<String, String> values = new LinkedHashMap<>(options.values());
    values.putIfAbsent("destination", "duckdb:dragonfly.duckdb");
    Map<String, String> environment = new HashMap<>(System.getenv());
    if (options.isUnchecked()) {
      variables(values).forEach(name -> environment.putIfAbsent(name, "later"));
    }
    Pipeline pipeline = read(connectors, values, environment);
    if (!options.isUnchecked()) {
      attempt(pipeline);
    }
    return values;
  }

  private Map<String, String> asked(Connectors connectors, ConfigurationKeys keys) {
    Interview interview = new Interview(questions, keys);
    Map<String, String> answers = Map.of();
    while (true) {
      answers = interview.ask(options.values(), answers);
      try {
        tryOut(connectors, answers, interview);
        return answers;
      } catch (ConnectorException e) {
        messages.fail(e);
        switch (interview.choose("[A]gain, [w]rite it all the same, or [q]uit? ", "awq")) {
          case 'w' -> {
            return answers;
          }
          case 'q' -> throw e;
          default -> {}
        }
      }
    }
  }

  private void tryOut(Connectors connectors, Map<String, String> values, Interview interview) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    boolean complete = !options.isUnchecked();
    for (String name : variables(values)) {
      if (!environment.containsKey(name)) {
        Optional<String> value = complete ? interview.variable(name) : Optional.empty();
        complete &= value.isPresent();
        environment.put(name, value.orElse("later"));
      }
    }
    Pipeline pipeline = read(connectors, values, environment);
    if (complete) {
      attempt(pipeline);
    }
  }

  private Pipeline read(
      Connectors connectors, Map<String, String> values, Map<String, String> environment) {
    References references =
        new References(environment, key -> questions.askSecret(Console.printable(key) + ": "));
    return reader.with(connectors).with(references).readReferring("the configuration", values);
  }

  private void attempt(Pipeline pipeline) {
    for (Fact fact : pipeline.check()) {
      out.printf("%-16s %s%n", fact.name(), Console.printable(fact.value()));
    }
    out.println();
  }

  private static List<String> variables(Map<String, String> values) {
    return VARIABLE
        .matcher(String.join("\n", values.values()))
        .results()
        .map(match -> match.group(1))
        .distinct()
        .toList();
  }
}

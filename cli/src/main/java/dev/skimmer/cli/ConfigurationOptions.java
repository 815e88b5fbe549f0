package dev.skimmer.cli;

import dev.skimmer.engine.Pipeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of every command that reads a configuration. */
final class ConfigurationOptions {
  @Parameters(index = "0", paramLabel = "CONFIG.json", description = "The configuration.")
  private Path file;

  @Option(
      names = "--to",
      paramLabel = "DESTINATION",
      description = "Where to write, instead of what the file says; such as duckdb:shop.duckdb.")
  private String to;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replaces or adds a key of the configuration; may be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--driver-path",
      paramLabel = "PATH",
      description =
          "A jar or a folder of jars with JDBC drivers or connectors, beside those in the folder"
              + " drivers; may be repeated, or be a list as a class path is.")
  private List<String> driverPath = new ArrayList<>();

  Pipeline read(ConfigurationReader reader) {
    return read(reader, withoutSecrets -> {});
  }

  /**
   * Reads the configuration.
   *
   * @param withoutSecrets takes it as it is written, with references for secrets
   */
  Pipeline read(ConfigurationReader reader, Consumer<ConfigurationText> withoutSecrets) {
    Map<String, String> overrides = new LinkedHashMap<>(set);
    if (to != null) {
      overrides.put("destination", to);
    }
    Connectors connectors = Plugins.load(driverPath).use().connectors();
    ConfigurationText text = ConfigurationText.read(file).with(overrides);
    return reader
        .with(connectors)
        .read(text, literals -> withoutSecrets.accept(text.referring(literals)));
  }
}

package dev.skimmer.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is not asked for, since it is said already. */
final class InitOptions {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "CONFIG.json",
      defaultValue = "CONFIG.json",
      description = "The file to write (default: ${DEFAULT-VALUE}).")
  private Path file;

  @Option(names = "--host", description = "Host name or IP address of the server.")
  private String host;

  @Option(names = "--port", description = "Port of the server.")
  private String port;

  @Option(names = "--username", description = "ACL user, if not the default user.")
  private String username;

  @Option(
      names = "--password",
      paramLabel = "REFERENCE",
      description = {
        "Where the password is: ${env:NAME}, ${file:PATH} or ${prompt}; never the password itself."
      })
  private String password;

  @Option(names = "--to", paramLabel = "DESTINATION", description = "Where the tables are to be.")
  private String to;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any other key of the configuration; may be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--driver-path",
      paramLabel = "PATH",
      description = "A jar or a folder of jars with connectors, as of sync; may be repeated.")
  private List<String> driverPath = new ArrayList<>();

  @Option(names = "--no-check", description = "Does not try whether it works.")
  private boolean unchecked;

  Path file() {
    return file;
  }

  boolean isUnchecked() {
    return unchecked;
  }

  Connectors connectors() {
    return Plugins.load(driverPath).use().connectors();
  }

  /** Returns the keys that were given. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    put(values, "host", host);
    put(values, "port", port);
    put(values, "username", username);
    put(values, "password", password);
    values.putAll(set);
    put(values, "destination", to);
    return values;
  }

  private static void put(Map<String, String> values, String key, String value) {
    if (value != null) {
      values.put(key, value);
    }
  }
}

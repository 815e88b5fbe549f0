package dev.skimmer.snowflake;

import dev.skimmer.config.Binding;
import dev.skimmer.config.ConfigBinder;
import dev.skimmer.config.FlatJson;
import dev.skimmer.config.References;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Configurations as the command line would bind them. */
final class Configs {
  static final String DATABASE = "SKIMMER";

  private Configs() {}

  /** Returns how to reach a schema of the emulator. */
  static SnowflakeConfig emulator(int port, String schema) {
    return bind(emulatorKeys(port, schema));
  }

  static Map<String, String> emulatorKeys(int port, String schema) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("url", "http://127.0.0.1:" + port);
    keys.put("user", "tester");
    keys.put("password", "not a secret");
    keys.put("warehouse", "TEST_WAREHOUSE");
    keys.put("role", "TEST_ROLE");
    keys.put("database", DATABASE);
    keys.put("schema", schema);
    // A lost connection is to be seen at once, and a COMMIT to be found by the proxy.
    keys.put("properties.maxHttpRetries", "1");
    keys.put("properties.gzipDisabled", "true");
    return keys;
  }

  /** Returns how to reach the account that a file describes. */
  static SnowflakeConfig account(Path file) {
    return bind(keysIn(file));
  }

  /** Returns how to reach another schema of that account. */
  static SnowflakeConfig account(Path file, String schema) {
    Map<String, String> keys = keysIn(file);
    keys.put("schema", schema);
    return bind(keys);
  }

  private static Map<String, String> keysIn(Path file) {
    try {
      return new LinkedHashMap<>(FlatJson.read(file.toString(), Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SnowflakeConfig bind(Map<String, String> keys) {
    ConfigBinder binder = new ConfigBinder("test", keys, new References(System.getenv()));
    Binding<SnowflakeConfig> config = binder.bind(SnowflakeConfig.class);
    binder.finish();
    return config.value();
  }
}

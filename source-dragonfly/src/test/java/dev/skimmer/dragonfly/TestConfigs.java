package dev.skimmer.dragonfly;

import dev.skimmer.config.Binding;
import dev.skimmer.config.ConfigBinder;
import dev.skimmer.config.References;
import dev.skimmer.dragonfly.extract.OnUnsupported;
import dev.skimmer.testkit.RedisServerFixture;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Builds configurations for tests: the defaults, and what a test changes. */
record TestConfigs(Map<String, String> texts) {
  static final String TABLE = "dragonfly_data";

  static TestConfigs port(int port) {
    return new TestConfigs(Map.of("host", RedisServerFixture.HOST, "port", Integer.toString(port)));
  }

  TestConfigs user(String name, String secret) {
    return with("username", name).password(secret);
  }

  TestConfigs password(String secret) {
    return with("password", secret);
  }

  TestConfigs database(String numbers) {
    return with("database", numbers);
  }

  TestConfigs pattern(String glob) {
    return with("key_pattern", glob);
  }

  TestConfigs batchSize(int keys) {
    return with("batch_size", Integer.toString(keys));
  }

  TestConfigs timeoutSeconds(int seconds) {
    return with("timeout_seconds", Integer.toString(seconds));
  }

  TestConfigs maxValueBytes(long bytes) {
    return with("max_value_bytes", Long.toString(bytes));
  }

  /** Returns the configuration with one more key. */
  TestConfigs with(String key, String value) {
    Map<String, String> more = new TreeMap<>(texts);
    more.put(key, value);
    return new TestConfigs(more);
  }

  DragonflyConfig build() {
    ConfigBinder binder = new ConfigBinder("test", texts, References.NONE);
    Binding<DragonflyConfig> config = binder.bind(DragonflyConfig.class);
    binder.finish();
    return config.value();
  }

  /** Returns the configuration with another answer to types that are not known. */
  DragonflyConfig buildWith(OnUnsupported onUnsupported) {
    return with("on_unsupported", onUnsupported.name().toLowerCase(Locale.ROOT)).build();
  }
}

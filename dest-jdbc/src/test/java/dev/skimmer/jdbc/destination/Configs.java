package dev.skimmer.jdbc.destination;

import dev.skimmer.config.Secret;
import java.util.Map;
import java.util.Optional;

/** Configurations of databases that tests start. */
final class Configs {
  private Configs() {}

  static JdbcConfig of(String url) {
    return new JdbcConfig(url, Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
  }

  static JdbcConfig of(String url, String user, String password, String schema) {
    return new JdbcConfig(
        url, Optional.of(user), Optional.of(Secret.of(password)), Optional.of(schema), Map.of());
  }
}

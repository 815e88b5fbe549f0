package dev.skimmer.snowflake;

import java.util.Properties;

/** What the driver is told to connect. */
final class ConnectionProperties {
  /** Long enough for Snowflake to end a transaction that is idle and blocks others: 5 minutes. */
  private static final int LOCK_TIMEOUT_SECONDS = 600;

  private ConnectionProperties() {}

  static Properties of(SnowflakeConfig config) {
    Properties properties = new Properties();
    config.account().ifPresent(name -> properties.setProperty("account", name));
    config.role().ifPresent(name -> properties.setProperty("role", Names.written(name)));
    config.warehouse().ifPresent(name -> properties.setProperty("warehouse", Names.written(name)));
    properties.setProperty("db", Names.written(config.database()));
    properties.setProperty("schema", Names.written(config.schema()));
    properties.setProperty("ssl", config.server().encrypted() ? "on" : "off");
    addSignIn(properties, config);
    addDriver(properties);
    addSession(properties, config);
    config.properties().forEach((name, value) -> properties.setProperty(name, value.reveal()));
    return properties;
  }

  private static void addSignIn(Properties properties, SnowflakeConfig config) {
    config.user().ifPresent(name -> properties.setProperty("user", name));
    config
        .privateKeyFile()
        .ifPresent(file -> properties.setProperty("private_key_file", file.toString()));
    config
        .privateKeyPwd()
        .ifPresent(word -> properties.setProperty("private_key_pwd", word.reveal()));
    config
        .oauthToken()
        .ifPresent(
            token -> {
              properties.setProperty("authenticator", "oauth");
              properties.setProperty("token", token.reveal());
            });
    config
        .accessToken()
        .ifPresent(
            token -> {
              properties.setProperty("authenticator", "PROGRAMMATIC_ACCESS_TOKEN");
              properties.setProperty("token", token.reveal());
            });
    config.password().ifPresent(word -> properties.setProperty("password", word.reveal()));
  }

  private static void addDriver(Properties properties) {
    properties.setProperty("application", "skimmer");
    // A database, schema or warehouse that is not there is told at once.
    properties.setProperty("validateDefaultParameters", "true");
    // Else the driver asks the metadata services of three clouds where it runs.
    properties.setProperty("disablePlatformDetection", "true");
    properties.setProperty("htapOOBTelemetryEnabled", "false");
  }

  private static void addSession(Properties properties, SnowflakeConfig config) {
    // Results in Arrow's format need JVM flags.
    properties.setProperty("JDBC_QUERY_RESULT_FORMAT", "JSON");
    properties.setProperty("TIMEZONE", "UTC");
    properties.setProperty("QUERY_TAG", config.queryTag());
    properties.setProperty("TIMESTAMP_INPUT_FORMAT", "AUTO");
    properties.put("LOCK_TIMEOUT", LOCK_TIMEOUT_SECONDS);
    properties.put("QUOTED_IDENTIFIERS_IGNORE_CASE", false);
    properties.put("ERROR_ON_NONDETERMINISTIC_MERGE", true);
    // The smallest chunk that Snowflake allows, in MB, and few of them at once.
    properties.put("CLIENT_RESULT_CHUNK_SIZE", 48);
    properties.put("CLIENT_PREFETCH_THREADS", 1);
  }
}

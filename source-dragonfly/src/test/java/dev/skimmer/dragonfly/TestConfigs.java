package dev.skimmer.dragonfly;

import dev.skimmer.config.Secret;
import dev.skimmer.dragonfly.extract.OnUnsupported;
import dev.skimmer.testkit.RedisServerFixture;
import java.util.Optional;

/** Builds configurations for tests: the defaults, and what a test changes. */
record TestConfigs(
    int port,
    Optional<String> username,
    Optional<String> password,
    String database,
    String pattern,
    int batchSize,
    int timeoutSeconds,
    long maxValueBytes) {
  static final String TABLE = "dragonfly_data";

  static TestConfigs port(int port) {
    return new TestConfigs(
        port, Optional.empty(), Optional.empty(), "0", "*", 1000, 30, 16_777_216);
  }

  TestConfigs user(String name, String secret) {
    return new TestConfigs(
        port,
        Optional.of(name),
        Optional.of(secret),
        database,
        pattern,
        batchSize,
        timeoutSeconds,
        maxValueBytes);
  }

  TestConfigs password(String secret) {
    return new TestConfigs(
        port,
        Optional.empty(),
        Optional.of(secret),
        database,
        pattern,
        batchSize,
        timeoutSeconds,
        maxValueBytes);
  }

  TestConfigs database(String numbers) {
    return new TestConfigs(
        port, username, password, numbers, pattern, batchSize, timeoutSeconds, maxValueBytes);
  }

  TestConfigs pattern(String glob) {
    return new TestConfigs(
        port, username, password, database, glob, batchSize, timeoutSeconds, maxValueBytes);
  }

  TestConfigs batchSize(int keys) {
    return new TestConfigs(
        port, username, password, database, pattern, keys, timeoutSeconds, maxValueBytes);
  }

  TestConfigs timeoutSeconds(int seconds) {
    return new TestConfigs(
        port, username, password, database, pattern, batchSize, seconds, maxValueBytes);
  }

  TestConfigs maxValueBytes(long bytes) {
    return new TestConfigs(
        port, username, password, database, pattern, batchSize, timeoutSeconds, bytes);
  }

  DragonflyConfig build() {
    return new DragonflyConfig(
        RedisServerFixture.HOST,
        port,
        username,
        password.map(Secret::of),
        DatabaseSelection.parse(database),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        SslVerify.FULL,
        TABLE,
        pattern,
        batchSize,
        timeoutSeconds,
        maxValueBytes,
        OnUnsupported.REPORT,
        false);
  }

  /** Returns the configuration with another answer to types that are not known. */
  DragonflyConfig buildWith(OnUnsupported onUnsupported) {
    return copy(build(), onUnsupported, false);
  }

  /** Returns the configuration with the expiries of hash fields. */
  DragonflyConfig buildWithFieldExpiry() {
    return copy(build(), OnUnsupported.REPORT, true);
  }

  private static DragonflyConfig copy(
      DragonflyConfig base, OnUnsupported onUnsupported, boolean hashFieldExpiry) {
    return new DragonflyConfig(
        base.host(),
        base.port(),
        base.username(),
        base.password(),
        base.database(),
        base.ssl(),
        base.sslCaFile(),
        base.sslCertFile(),
        base.sslKeyFile(),
        base.sslVerify(),
        base.tableName(),
        base.keyPattern(),
        base.batchSize(),
        base.timeoutSeconds(),
        base.maxValueBytes(),
        onUnsupported,
        hashFieldExpiry);
  }
}

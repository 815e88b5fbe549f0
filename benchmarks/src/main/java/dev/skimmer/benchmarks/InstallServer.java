package dev.skimmer.benchmarks;

import dev.skimmer.testkit.RedisServerFixture;

/** Installs the Redis server of the tests where it is missing, so that benchmarks can start it. */
public final class InstallServer {
  private InstallServer() {}

  /** Installs and tries the server; takes no arguments. */
  public static void main(String[] arguments) {
    try (RedisServerFixture server = RedisServerFixture.startWithModules()) {
      System.out.printf("Redis is installed and answers on port %d.%n", server.port());
    }
  }
}

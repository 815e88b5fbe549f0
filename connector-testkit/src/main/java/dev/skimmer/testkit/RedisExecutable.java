package dev.skimmer.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import redis.embedded.core.ExecutableProvider;

/** The server to test with: the one that the environment names, or else the one in the test jar. */
final class RedisExecutable {
  private static final String VARIABLE = "SKIMMER_TEST_REDIS";

  private RedisExecutable() {}

  static String path() {
    String chosen = System.getenv(VARIABLE);
    return chosen == null ? Unpacked.PATH : chosen;
  }

  /** Unpacks the server once a JVM. */
  private static final class Unpacked {
    static final String PATH = unpack();

    private static String unpack() {
      try {
        return ExecutableProvider.newJarResourceProvider().get().getPath();
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot unpack the test server", e);
      }
    }
  }
}

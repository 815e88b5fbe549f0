package dev.skimmer.testkit.servers;

import dev.skimmer.testkit.RedisServerFixture;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A server on which suites are run. Which of them are is up to the system property {@code
 * skimmer.servers}: by default those of every build, {@code all} for all that can be had, or some
 * by their names with commas between.
 */
public enum TestedServer {
  /** Comes with the tests. */
  REDIS_6_2("Redis 6.2", Run.ALWAYS),
  /** The one of Debian 12. */
  REDIS_7_0("Redis 7.0 (Debian 12)", Run.ALWAYS),
  /** With modules for JSON, series and sketches. */
  REDIS_7_4("Redis 7.4 with modules", Run.ALWAYS),
  /** The one of Debian 13. */
  REDIS_8_0("Redis 8.0 (Debian 13)", Run.PROFILE),
  /** The one of Debian 13. */
  VALKEY_8_1("Valkey 8.1 (Debian 13)", Run.PROFILE),
  /** What stands in for a Dragonfly with one shard. */
  STAND_IN_1("Dragonfly stand-in, 1 shard", Run.ALWAYS),
  /** What stands in for a Dragonfly with four shards. */
  STAND_IN_4("Dragonfly stand-in, 4 shards", Run.ALWAYS),
  /** What stands in for a Dragonfly with sixteen shards. */
  STAND_IN_16("Dragonfly stand-in, 16 shards", Run.PROFILE),
  /** Three masters, after one has failed over and slots have moved. */
  CLUSTER("Redis Cluster 6.2, after a failover and between reshards", Run.ALWAYS),
  /** One that somebody else runs. <b>All its keys are removed.</b> */
  GIVEN("the server that `SKIMMER_TEST_DRAGONFLY` names", Run.GIVEN);

  private static final String PROPERTY = "skimmer.servers";
  private static final String VARIABLE = "SKIMMER_TEST_DRAGONFLY";
  private static final int DEFAULT_PORT = 6379;

  private final String title;
  private final Run run;

  /** When suites are run on a server. */
  public enum Run {
    /** In every build. */
    ALWAYS,
    /** With the Maven profile {@code servers}. */
    PROFILE,
    /** Where the environment names it. */
    GIVEN
  }

  TestedServer(String title, Run run) {
    this.title = title;
    this.run = run;
  }

  /** Returns the servers to test with now. */
  public static Stream<TestedServer> selected() {
    String chosen = System.getProperty(PROPERTY, "");
    if (chosen.isEmpty() || chosen.equals("all")) {
      return Arrays.stream(values()).filter(server -> server.isSelected(chosen.equals("all")));
    }
    return Arrays.stream(chosen.split(",", -1))
        .map(name -> valueOf(name.strip().toUpperCase(Locale.ROOT)));
  }

  private boolean isSelected(boolean all) {
    return switch (run) {
      case ALWAYS -> true;
      case PROFILE -> all;
      case GIVEN -> System.getenv(VARIABLE) != null;
    };
  }

  /** Returns what a table calls it. */
  public String title() {
    return title;
  }

  /** Returns when suites are run on it. */
  public Run run() {
    return run;
  }

  /** Starts it; where its program cannot be had, the test is left out and says why. */
  public RunningServer start() {
    try {
      return open();
    } catch (UncheckedIOException e) {
      return Assumptions.abort("%s is left out: %s".formatted(title, e));
    }
  }

  private RunningServer open() {
    return switch (this) {
      case REDIS_6_2 -> new PlainServer(RedisServerFixture.start());
      case REDIS_7_0 -> debian("redis", "bookworm");
      case REDIS_7_4 -> new PlainServer(RedisServerFixture.startWithModules());
      case REDIS_8_0 -> debian("redis", "trixie");
      case VALKEY_8_1 -> debian("valkey", "trixie");
      case STAND_IN_1 -> new StandInServer(1);
      case STAND_IN_4 -> new StandInServer(4);
      case STAND_IN_16 -> new StandInServer(16);
      case CLUSTER -> ClusterServer.start();
      case GIVEN -> given();
    };
  }

  private static RunningServer debian(String server, String release) {
    return new PlainServer(RedisServerFixture.startOfDebian(server, release));
  }

  private static RunningServer given() {
    URI uri = URI.create(System.getenv(VARIABLE));
    return new GivenServer(uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
  }
}

package dev.skimmer.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * A real Redis server on a free loopback port, without persistence: by default the 6.2 that comes
 * as a test dependency, or the one that the environment variable {@code SKIMMER_TEST_REDIS} names.
 *
 * <p>Not safe for concurrent use.
 */
public final class RedisServerFixture implements AutoCloseable {
  /** Where every fixture listens. */
  public static final String HOST = "127.0.0.1";

  private static final int START_ATTEMPTS = 3;
  private static final Duration START_LIMIT = Duration.ofSeconds(20);

  private final ServerProgram program;
  private final List<String> arguments;
  private final Path directory;
  private int port;
  private Process process;

  private RedisServerFixture(ServerProgram program, List<String> arguments, Path directory) {
    this.program = program;
    this.arguments = arguments;
    this.directory = directory;
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param arguments as on the command line of {@code redis-server}
   */
  public static RedisServerFixture start(String... arguments) {
    return start(ServerProgram.plain(), List.of(arguments));
  }

  /**
   * Starts a Redis 7.4 with the modules RedisTimeSeries, RedisJSON and RedisBloom, which it
   * installs with {@code pip} the first time, and waits until it answers.
   *
   * @param arguments as on the command line of {@code redis-server}
   */
  public static RedisServerFixture startWithModules(String... arguments) {
    RedisStack stack = RedisStack.install();
    List<String> all = new ArrayList<>(stack.moduleArguments());
    all.addAll(List.of(arguments));
    return start(ServerProgram.of(stack), all);
  }

  /** Starts a node of a cluster, which also needs the port that is 10,000 higher. */
  static RedisServerFixture startNode(List<String> arguments) {
    return start(ServerProgram.plain(), arguments, ClusterPorts::free, false);
  }

  /** Starts a sentinel that watches nobody yet. */
  static RedisServerFixture startSentinel(List<String> arguments) {
    return start(ServerProgram.plain(), arguments, RedisServerFixture::freePort, true);
  }

  /**
   * Starts a server of a release of Debian, which it unpacks the first time, and waits until it
   * answers.
   *
   * @param server {@code redis} or {@code valkey}
   * @param release such as {@code bookworm}
   * @throws UncheckedIOException where apt cannot give it
   */
  public static RedisServerFixture startOfDebian(String server, String release) {
    return start(ServerProgram.of(DebianServer.install(server, release)), List.of());
  }

  private static RedisServerFixture start(ServerProgram program, List<String> arguments) {
    return start(program, arguments, RedisServerFixture::freePort, false);
  }

  private static RedisServerFixture start(
      ServerProgram program, List<String> arguments, IntSupplier ports, boolean sentinel) {
    try {
      Path directory = Files.createTempDirectory("skimmer-redis");
      List<String> all = new ArrayList<>(arguments);
      if (sentinel) {
        // It keeps what it knows in a file, which has to be there.
        all.add(0, Files.createFile(directory.resolve("sentinel.conf")).toString());
        all.add(1, "--sentinel");
      }
      RedisServerFixture server = new RedisServerFixture(program, all, directory);
      server.startOnFreePort(ports);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create the directory of a test server", e);
    }
  }

  public int port() {
    return port;
  }

  /** Opens a connection; close it. */
  public RespClient client() {
    return RespClient.connect(HOST, port);
  }

  /** Returns whether the server's process runs. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Kills the server, as a crash would. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts the server again after {@link #kill}, empty, on the same port. */
  public void restart() {
    launch();
    awaitAnswer();
  }

  /** Stops the server's process from running until {@link #resume}, as a stalled machine would. */
  public void pause() {
    signal("STOP");
  }

  /** Lets the server run again after {@link #pause}. */
  public void resume() {
    signal("CONT");
  }

  @Override
  public void close() {
    kill();
    try (var files = Files.walk(directory)) {
      files.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove the directory of a test server", e);
    }
  }

  private void startOnFreePort(IntSupplier ports) {
    for (int attempt = 1; ; attempt++) {
      try {
        port = ports.getAsInt();
        launch();
        awaitAnswer();
        return;
      } catch (IllegalStateException e) {
        if (attempt == START_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void launch() {
    List<String> command = new ArrayList<>(program.command());
    // In front, for a file of settings has to be there.
    command.addAll(arguments);
    command.addAll(List.of("--port", Integer.toString(port), "--bind", HOST));
    command.addAll(List.of("--save", "", "--dir", directory.toString()));
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("server.log").toFile());
      builder.environment().putAll(program.environment());
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start a test server", e);
    }
  }

  private void awaitAnswer() {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < end) {
      if (!process.isAlive()) {
        throw new IllegalStateException("The test server ended at once: " + log());
      }
      try (RespClient client = client()) {
        client.reply("PING");
        return;
      } catch (UncheckedIOException e) {
        Thread.onSpinWait();
      }
    }
    throw new IllegalStateException("The test server does not answer: " + log());
  }

  private String log() {
    try {
      return Files.readString(directory.resolve("server.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot signal the test server", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns a port that nobody listens on at the moment. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("No free port", e);
    }
  }
}

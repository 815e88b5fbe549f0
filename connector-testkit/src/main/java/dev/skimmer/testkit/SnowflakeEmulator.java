package dev.skimmer.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An emulator of Snowflake on loopback, one a JVM, which starts at first use and ends with the JVM.
 * It takes any user and password, makes each database and schema that somebody signs in to, and
 * keeps everything in memory.
 */
public final class SnowflakeEmulator {
  private static final String SCRIPT = "snowflake_emulator.py";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Path folder;
  private final Process process;
  private final int port;

  private SnowflakeEmulator(Path folder, Process process, int port) {
    this.folder = folder;
    this.process = process;
    this.port = port;
  }

  /** Returns the port on 127.0.0.1, where it speaks HTTP without TLS. */
  public static int port() {
    return Started.EMULATOR.port;
  }

  /** Returns the process, such as to measure it. */
  public static ProcessHandle process() {
    return Started.EMULATOR.process.toHandle();
  }

  /** Ends every session, rolling back what it has not committed. */
  public static void expireSessions() {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/emulator/expire-sessions".formatted(port())))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      throw new UncheckedIOException("The emulator does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the emulator answers", e);
    }
  }

  private static SnowflakeEmulator start() {
    try {
      Path folder = Files.createTempDirectory("skimmer-snowflake-emulator");
      Path script = folder.resolve(SCRIPT);
      try (InputStream in = SnowflakeEmulator.class.getResourceAsStream(SCRIPT)) {
        Files.copy(in, script);
      }
      int port = freePort();
      Process process =
          Fakesnow.install()
              .python(List.of(script.toString(), Integer.toString(port)))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      SnowflakeEmulator emulator = new SnowflakeEmulator(folder, process, port);
      Runtime.getRuntime().addShutdownHook(new Thread(emulator::end));
      emulator.awaitReady();
      return emulator;
    } catch (IOException e) {
      throw new UncheckedIOException("The emulator of Snowflake does not start", e);
    }
  }

  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Path log = folder.resolve("log");
    while (!Files.readString(log).contains("READY " + port)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException(Files.readString(log));
      }
      sleep();
    }
  }

  private static void sleep() throws IOException {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the emulator starts", e);
    }
  }

  /** The emulator ends by itself when its input does, after it has cleared up. */
  private void end() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Starts at first use. */
  private static final class Started {
    static final SnowflakeEmulator EMULATOR = start();
  }
}

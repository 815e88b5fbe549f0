package dev.skimmer.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server of a release of Debian. Comes from Debian's archive through {@code apt-get}, once a
 * machine, into {@code ~/.cache/skimmer}, with all its libraries; nothing is installed. Needs a
 * Debian or something that is made of it, on x86-64.
 *
 * @param folder where it is unpacked
 * @param server {@code redis} or {@code valkey}
 */
record DebianServer(Path folder, String server) {
  private static final String SCRIPT = "debian-server.sh";
  private static final String LIBRARIES = "x86_64-linux-gnu";

  /**
   * Returns the installation, after making it where there is none.
   *
   * @throws UncheckedIOException where apt cannot give it, with what it said
   */
  static synchronized DebianServer install(String server, String release) {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "skimmer");
    Path folder = cache.resolve(server + "-of-debian-" + release);
    if (!Files.isDirectory(folder)) {
      try {
        Files.createDirectories(cache);
        Path building = Files.createTempDirectory(cache, server);
        unpack(building, server, release);
        Files.move(building, folder, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "Cannot unpack %s of Debian %s in %s".formatted(server, release, cache), e);
      }
    }
    return new DebianServer(folder, server);
  }

  private static void unpack(Path folder, String server, String release) throws IOException {
    Path script = folder.resolve(SCRIPT);
    try (InputStream in = DebianServer.class.getResourceAsStream(SCRIPT)) {
      Files.copy(in, script);
    }
    Path log = folder.resolve("apt.log");
    Process apt =
        new ProcessBuilder("bash", script.toString(), folder.toString(), server, release)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (!apt.waitFor(15, TimeUnit.MINUTES) || apt.exitValue() != 0) {
        apt.destroyForcibly();
        throw new IOException(Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The installation was interrupted", e);
    }
  }

  /** Returns the words that start the server: its own loader, its libraries, itself. */
  List<String> command() {
    Path root = folder.resolve("root");
    return List.of(
        loader(root).toString(),
        "--library-path",
        root.resolve("lib").resolve(LIBRARIES)
            + ":"
            + root.resolve("usr").resolve("lib").resolve(LIBRARIES),
        root.resolve("usr").resolve("bin").resolve(server + "-server").toString());
  }

  /** Where it is differs from release to release. */
  private static Path loader(Path root) {
    try (Stream<Path> files =
        Files.find(
            root,
            6,
            (file, attributes) -> file.endsWith(Path.of(LIBRARIES, "ld-linux-x86-64.so.2")))) {
      return files.findFirst().orElseThrow(() -> new IOException("No loader in " + root));
    } catch (IOException e) {
      throw new UncheckedIOException("Not unpacked as a whole; remove " + root.getParent(), e);
    }
  }
}

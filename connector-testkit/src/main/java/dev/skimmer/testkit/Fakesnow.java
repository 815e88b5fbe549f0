package dev.skimmer.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Python environment with fakesnow, which speaks Snowflake's protocol on DuckDB. Comes from PyPI
 * through {@code pip}, once a machine, into {@code ~/.cache/skimmer}; needs Python 3.11 or newer
 * with venv or pip.
 *
 * @param folder where it is installed
 */
record Fakesnow(Path folder) {
  private static final String NAME = "fakesnow-0.12.1";
  private static final List<String> PACKAGES =
      List.of("fakesnow[server]==0.12.1", "snowflake-connector-python<5", "duckdb==2.0.0");

  /** Returns the installation, after making it where there is none. */
  static synchronized Fakesnow install() {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "skimmer");
    Path folder = cache.resolve(NAME);
    if (!Files.isDirectory(folder)) {
      try {
        Files.createDirectories(cache);
        Path building = Files.createTempDirectory(cache, NAME);
        build(building);
        moveInto(folder, building);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot install fakesnow in " + cache, e);
      }
    }
    return new Fakesnow(folder);
  }

  /** Returns a process to start, of Python with fakesnow and these arguments. */
  ProcessBuilder python(List<String> arguments) {
    Path own = folder.resolve("venv/bin/python");
    List<String> command = new ArrayList<>();
    command.add(Files.exists(own) ? own.toString() : "python3");
    command.addAll(arguments);
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().put("PYTHONPATH", folder.resolve("packages").toString());
    return process;
  }

  /** Debian's Python makes no virtual environment unless told to by a package of its own. */
  private static void build(Path folder) throws IOException {
    Path environment = folder.resolve("venv");
    List<String> install;
    if (run(folder, List.of("python3", "-m", "venv", environment.toString())) == 0) {
      install = List.of(environment.resolve("bin/python").toString(), "-m", "pip", "install");
    } else {
      delete(environment);
      String packages = folder.resolve("packages").toString();
      install = List.of("python3", "-m", "pip", "install", "--target", packages);
    }
    List<String> command = new ArrayList<>(install);
    command.add("--quiet");
    command.addAll(PACKAGES);
    if (run(folder, command) != 0) {
      throw new IOException("pip failed: " + Files.readString(folder.resolve("log")));
    }
  }

  private static int run(Path folder, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException(command + " takes too long");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The installation was interrupted", e);
    }
  }

  /** Another process may have installed meanwhile: either installation is as good. */
  private static void moveInto(Path folder, Path building) throws IOException {
    try {
      Files.move(building, folder);
    } catch (IOException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
      delete(building);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

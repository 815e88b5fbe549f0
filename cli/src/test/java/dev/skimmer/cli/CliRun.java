package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.inject.Injector;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/**
 * What one run of the command line printed, and its exit code.
 *
 * @param exitCode as the shell sees it
 * @param out standard output
 * @param err standard error
 */
record CliRun(int exitCode, String out, String err) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> JVM = List.of("-Xmx512m", "-XX:MaxDirectMemorySize=1g");

  /** Runs the command line in this process. */
  static CliRun of(String... arguments) {
    return running(() -> Skimmer.run(arguments));
  }

  /** Runs the command line in this process, wired otherwise. */
  static CliRun of(Injector injector, String... arguments) {
    return running(() -> Skimmer.run(injector, arguments));
  }

  private static CliRun running(IntSupplier command) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
      int exitCode = command.getAsInt();
      return new CliRun(
          exitCode,
          outBytes.toString(StandardCharsets.UTF_8),
          errBytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** Starts the command line in a process of its own. */
  static Process start(Path folder, Path log, String... arguments) {
    return start(JVM, folder, log, arguments);
  }

  /** Starts the command line in a process of its own, whose JVM gets arguments, too. */
  static Process start(List<String> jvm, Path folder, Path log, String... arguments) {
    return start(jvm, classPath(), folder, log, arguments);
  }

  /** Starts the command line in a process of its own, with another class path. */
  static Process start(
      List<String> jvm, String classPath, Path folder, Path log, String... arguments) {
    return start(List.of(), jvm, classPath, folder, log, arguments);
  }

  /** Starts the command line in a process of its own, which signals end. */
  static Process startForSignals(Path folder, Path log, String... arguments) {
    // Children of a process that runs in the background inherit that signals are ignored.
    List<String> heeding = List.of("env", "--default-signal=HUP,INT,TERM");
    return start(heeding, JVM, classPath(), folder, log, arguments);
  }

  /** Returns the words that start the command line in a process of its own. */
  static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(List.of("-cp", classPath(), Skimmer.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Process start(
      List<String> launcher,
      List<String> jvm,
      String classPath,
      Path folder,
      Path log,
      String... arguments) {
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of("-cp", classPath, Skimmer.class.getName()));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the end of a process. */
  static int exitCodeOf(Process process) {
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("the process has ended").isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs a command in this process, with a configuration that is written before. */
  static CliRun of(Path folder, Map<String, ?> values, String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, config(folder, values).toString()));
    arguments.addAll(List.of(more));
    return of(arguments.toArray(String[]::new));
  }

  /** Writes a configuration file. */
  static Path config(Path folder, Map<String, ?> values) {
    try {
      return Files.writeString(folder.resolve("CONFIG.json"), JSON.writeValueAsString(values));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the object on standard output, after making sure of the exit code. */
  JsonNode json(int expectedExitCode) {
    assertThat(exitCode).as("%s%n%s", out, err).isEqualTo(expectedExitCode);
    try {
      return JSON.readTree(out);
    } catch (IOException e) {
      throw new AssertionError(out, e);
    }
  }

  /** Returns the objects on standard error, of which each line is one. */
  List<JsonNode> logged() {
    List<JsonNode> objects = new ArrayList<>();
    for (String line : err.lines().toList()) {
      try {
        objects.add(JSON.readTree(line));
      } catch (IOException e) {
        throw new AssertionError(line, e);
      }
    }
    return objects;
  }

  /** Returns the class path of this process without the jars whose names begin so. */
  static String classPathWithout(String... prefixes) {
    return Arrays.stream(classPath().split(File.pathSeparator))
        .filter(entry -> Arrays.stream(prefixes).noneMatch(prefix -> isJar(entry, prefix)))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Returns the jar on the class path of this process whose name begins so. */
  static Path jar(String prefix) {
    return Arrays.stream(classPath().split(File.pathSeparator))
        .filter(entry -> isJar(entry, prefix))
        .map(Path::of)
        .findFirst()
        .orElseThrow(() -> new AssertionError("No jar " + prefix + " on the class path"));
  }

  private static boolean isJar(String entry, String prefix) {
    String name = Path.of(entry).getFileName().toString();
    return name.startsWith(prefix) && name.endsWith(".jar");
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}

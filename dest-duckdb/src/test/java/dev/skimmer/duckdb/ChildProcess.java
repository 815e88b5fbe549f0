package dev.skimmer.duckdb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java process with the class path of this one, killed when it is closed. */
final class ChildProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private ChildProcess(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static ChildProcess start(Class<?> main, String... arguments) throws IOException {
    return start(List.of(), main, arguments);
  }

  static ChildProcess start(List<String> jvmOptions, Class<?> main, String... arguments)
      throws IOException {
    return run(command(jvmOptions, main, arguments));
  }

  /** Starts the process so that no file it writes may grow beyond some size. */
  static ChildProcess startWithFileLimit(int kilobytes, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("bash", "-c", "ulimit -f " + kilobytes + "; exec \"$@\"", "child"));
    command.addAll(command(List.of(), main, arguments));
    return run(command);
  }

  long pid() {
    return process.pid();
  }

  /** Waits for a line that starts so, and returns it. */
  String awaitLine(String start) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(start)) {
        return line;
      }
      seen.append(line).append('\n');
    }
    throw new IllegalStateException("The process ended without saying " + start + ":\n" + seen);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private static ChildProcess run(List<String> command) throws IOException {
    return new ChildProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private static List<String> command(List<String> jvmOptions, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path")));
    command.addAll(jvmOptions);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }
}

package dev.skimmer.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command line that watches, in a process of its own like that of the launcher: when it told of
 * which pass, and what memory it needs.
 */
final class WatchedPasses implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private final Process process;
  private final List<Pass> passes = new CopyOnWriteArrayList<>();
  private final Thread reader = new Thread(this::read, "passes");

  /**
   * A pass that the tool has told of.
   *
   * @param toldAt milliseconds since 1970
   */
  record Pass(long toldAt, JsonNode result) {
    long number() {
      return result.get("pass").asLong();
    }
  }

  /** What a process needs, in KiB: all of its memory, and of the heap what is in use. */
  record Memory(long resident, long heap) {}

  private WatchedPasses(Process process) {
    this.process = process;
  }

  static WatchedPasses start(Path errors, String config) throws IOException {
    List<String> command =
        CliRun.command("sync", config, "--watch", "1s", "--quiet", "--output", "json");
    command.add(1, "-XX:+UseSerialGC");
    command.addAll(0, List.of("env", "--default-signal=INT,TERM"));
    WatchedPasses watch =
        new WatchedPasses(new ProcessBuilder(command).redirectError(errors.toFile()).start());
    watch.reader.start();
    return watch;
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        passes.add(new Pass(System.currentTimeMillis(), JSON.readTree(line)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Pass> passes() {
    return List.copyOf(passes);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Collects garbage, and returns what is left. */
  Memory memory() throws IOException, InterruptedException {
    ask("GC.run");
    String heap = ask("GC.heap_info");
    long used = USED.matcher(heap).results().mapToLong(each -> Long.parseLong(each.group(1))).sum();
    Matcher resident =
        RESIDENT.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
    if (used == 0 || !resident.find()) {
      throw new AssertionError("The process does not tell what it needs: " + heap);
    }
    return new Memory(Long.parseLong(resident.group(1)), used);
  }

  private String ask(String question) throws IOException, InterruptedException {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process asking =
        new ProcessBuilder(tool.toString(), "" + process.pid(), question)
            .redirectErrorStream(true)
            .start();
    String answer = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    asking.waitFor();
    return answer;
  }

  /** Has it end as Ctrl-C does, and waits for that. */
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      throw new AssertionError("It does not end");
    }
    reader.join();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

package dev.skimmer.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.skimmer.engine.OpenSync;
import dev.skimmer.engine.SyncResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Syncs when a line on standard input says so, in one process, and answers each line with a line of
 * JSON:
 *
 * <ul>
 *   <li>{@code sync PORT FILE} opens both ends, syncs, and closes them;
 *   <li>{@code hold PORT FILE} does so, but leaves them open;
 *   <li>{@code again} syncs with what is open;
 *   <li>{@code release} closes it.
 * </ul>
 */
public final class WarmSyncs {
  private static final Path STATUS = Path.of("/proc/self/status");

  private final Stopwatch commits = new Stopwatch();
  private Optional<OpenSync> held = Optional.empty();

  private WarmSyncs() {}

  /** Obeys standard input until it ends; takes no arguments. */
  public static void main(String[] arguments) throws IOException {
    WarmSyncs syncs = new WarmSyncs();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(syncs.obey(List.of(line.split(" "))));
      }
    }
    syncs.release();
  }

  private String obey(List<String> words) throws IOException {
    commits.lap();
    long cpuBefore = cpuNanos();
    long start = System.nanoTime();
    Optional<SyncResult> result =
        switch (words.get(0)) {
          case "sync" -> Optional.of(sync(words.get(1), Path.of(words.get(2))));
          case "hold" -> Optional.of(hold(words.get(1), Path.of(words.get(2))));
          case "again" -> held.map(OpenSync::run);
          case "release" -> release();
          default -> throw new IllegalArgumentException("No such command: " + words);
        };
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuSeconds = (cpuNanos() - cpuBefore) / 1e9;
    return result.map(done -> json(done, seconds, cpuSeconds)).orElse("{}");
  }

  private SyncResult sync(String port, Path file) {
    try (OpenSync open = LoopbackSync.open(port, file, commits)) {
      return open.run();
    }
  }

  private SyncResult hold(String port, Path file) {
    release();
    OpenSync open = LoopbackSync.open(port, file, commits);
    held = Optional.of(open);
    return open.run();
  }

  private Optional<SyncResult> release() {
    held.ifPresent(OpenSync::close);
    held = Optional.empty();
    return Optional.empty();
  }

  private String json(SyncResult done, double seconds, double cpuSeconds) {
    return String.format(
        Locale.ROOT,
        "{\"seconds\": %.6f, \"cpu_seconds\": %.6f, \"inserted\": %d, \"updated\": %d, \"deleted\": %d, \"unchanged\": %d,"
            + " \"errors\": %d, \"appended\": %d, \"commit_seconds\": %.6f, \"resident_mb\": %d}",
        seconds,
        cpuSeconds,
        done.inserted(),
        done.updated(),
        done.deleted(),
        done.unchanged(),
        done.errors(),
        done.appended(),
        commits.lap(),
        largestResidentMegabytes());
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long largestResidentMegabytes() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}

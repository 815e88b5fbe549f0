package dev.skimmer.state;

import dev.skimmer.fault.FailPoints;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.StoredState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Replaces the stored state by the next one, in a JVM of its own that may halt on the way. */
final class ReplaceState {
  /**
   * How that JVM ended.
   *
   * @param output both of its streams
   */
  record Ended(int status, String output) {}

  private ReplaceState() {}

  public static void main(String[] arguments) {
    try (FileStateStore store = FileStateStore.open(Path.of(arguments[0]), arguments[1])) {
      long sequence = store.load().map(StoredState::sequence).orElse(0L);
      store.replace(FileStateStoreTest.to(sequence + 1));
    } catch (ConnectorException e) {
      System.out.println(e.getMessage());
      System.exit(e.code().exitCode());
    }
  }

  static Ended inAChild(int haltAt, Path folder, String pipeline)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8",
                "-Dsun.jnu.encoding=UTF-8",
                "-D" + FailPoints.PROPERTY + "=" + haltAt,
                "-cp",
                System.getProperty("java.class.path"),
                ReplaceState.class.getName(),
                folder.toString(),
                pipeline)
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(child.waitFor(), output);
  }
}

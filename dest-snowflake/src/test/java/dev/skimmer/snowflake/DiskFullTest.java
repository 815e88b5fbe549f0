package dev.skimmer.snowflake;

import static dev.skimmer.snowflake.Tables.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Destination;
import dev.skimmer.testkit.SnowflakeEmulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFullTest {
  /** A file of rows, a driver's own files, and the JVM's. */
  private static final int FILE_LIMIT_KILOBYTES = 10_000;

  private final EmulatorSchema schema = EmulatorSchema.create();
  @TempDir private Path folder;

  @AfterEach
  void dropSchema() {
    schema.execute("DROP SCHEMA " + schema.name());
  }

  @Test
  @Tag("promise-27")
  void saysThatTheDiskIsFullAndKeepsWhatWasCommitted() throws Exception {
    String output = spoolUntilFull();
    assertThat(output)
        .contains("committed")
        .contains("DESTINATION_FULL 5 ")
        .contains(folder.toString())
        .contains("Free space there");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("skimmer")))
          .isEmpty();
    }
    try (Destination.Session session = schema.open()) {
      assertThat(session.stateStore("shop").load()).contains(state(1));
    }
    assertThat(schema.query("SELECT KEY FROM %s.COPY".formatted(schema.name())))
        .containsExactly("committed");
  }

  private String spoolUntilFull() throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                "bash",
                "-c",
                "ulimit -f " + FILE_LIMIT_KILOBYTES + "; exec \"$@\"",
                "child",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                SpoolUntilFull.class.getName(),
                "" + SnowflakeEmulator.port(),
                schema.name())
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    child.waitFor();
    return output;
  }
}

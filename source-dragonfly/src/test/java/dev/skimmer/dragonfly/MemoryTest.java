package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.detect.ChangeIndex;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A gigabyte goes through a small heap. */
class MemoryTest {
  private static final int KEYS = 1000;
  private static final int VALUE_BYTES = 1 << 20;

  @Test
  void readsAThousandValuesOfAMegabyteInASmallHeapAndFewOfThemTwice() throws Exception {
    try (RedisServerFixture server = RedisServerFixture.start()) {
      try (RespClient client = server.client()) {
        byte[] value = "v".repeat(VALUE_BYTES).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < KEYS; i++) {
          client.call("SET", "k" + i, value);
        }
      }
      Process child =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Child.class.getName(),
                  Integer.toString(server.port()))
              .redirectErrorStream(true)
              .start();
      String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(output).contains("rows=" + KEYS).doesNotContain("OutOfMemory");
      long bytesRead = Long.parseLong(output.replaceAll("(?s).*bytes=(\\d+).*", "$1"));
      assertThat(bytesRead).isLessThan((long) (1.2 * KEYS * VALUE_BYTES));
    }
  }

  /** Reads everything and forgets it. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      Context context = Context.system();
      DragonflyConfig config = TestConfigs.port(Integer.parseInt(arguments[0])).build();
      IndexedKnownRows known = new IndexedKnownRows(new ChangeIndex(KEYS));
      try (Source.Session session = new DragonflySource().open(config, context);
          SplitReader reader = session.read(session.plan(1).get(0), Cursor.START, known)) {
        while (!reader.isFinished()) {
          known.commit(reader.poll(Duration.ofSeconds(1)));
        }
      }
      System.out.println("rows=" + known.index().size());
      System.out.println("bytes=" + context.metrics().bytesRead());
    }
  }
}

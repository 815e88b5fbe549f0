package dev.skimmer.snowflake;

import static dev.skimmer.snowflake.Tables.MAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.StateChange;
import dev.skimmer.spi.Upsert;
import dev.skimmer.spi.Writer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Loads rows of some 200 bytes in one transaction and prints how fast that was. Runs only when it
 * is named: {@code mvn -pl dest-snowflake -am test -Dtest=LoadBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class LoadBenchmark {
  private static final int ROWS = Integer.getInteger("skimmer.benchmark.rows", 1_000_000);
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
  private static final int BATCH = 1_000;
  private static final int VALUE_BYTES = 170;

  private final EmulatorSchema schema = EmulatorSchema.create();
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void loadsAMillionRows() throws IOException {
    try (Destination.Session session = schema.open()) {
      session.apply(MAIN);
      long begun = System.nanoTime();
      try (Writer writer = session.openWriter("shop")) {
        long cpu = 0;
        for (int from = 0; from < ROWS; from += BATCH) {
          List<Operation> batch = batch(from);
          long before = CPU.getCurrentThreadCpuTime();
          writer.write(batch);
          cpu += CPU.getCurrentThreadCpuTime() - before;
        }
        System.out.printf("%.1f s of CPU to write the files%n", cpu / 1e9);
        long written = System.nanoTime();
        writer.commit(new StateChange(Optional.empty(), Tables.state(1)));
        print(begun, written, System.nanoTime());
      }
    }
    assertThat(schema.query("SELECT COUNT(*) FROM \"COPY\"")).containsExactly("" + ROWS);
  }

  private List<Operation> batch(int from) {
    List<Operation> batch = new ArrayList<>(BATCH);
    for (int i = from; i < Math.min(from + BATCH, ROWS); i++) {
      String key = "user:%08d".formatted(i);
      StringBuilder value = new StringBuilder("{\"id\":").append(i).append(",\"s\":\"");
      while (value.length() < VALUE_BYTES - 2) {
        value.append(Long.toString(random.nextLong() >>> 1, 36));
      }
      value.setLength(VALUE_BYTES - 2);
      Row row = Row.of(key, value.append("\"}").toString(), new Fingerprint(random.nextLong(), i));
      batch.add(new Upsert(MAIN.id(), KeyHash.ofUtf8(key), row, false));
    }
    return batch;
  }

  private static void print(long begun, long written, long committed) throws IOException {
    long heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(usage -> usage.getUsed())
            .sum();
    System.out.printf(
        "%d rows: %.1f s to write and upload, %.1f s to commit, %d rows/s; peak heap %d MB; %s%n",
        ROWS,
        (written - begun) / 1e9,
        (committed - written) / 1e9,
        ROWS * 1_000_000_000L / (committed - begun),
        heap >> 20,
        residentPeak());
  }

  private static String residentPeak() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .findFirst()
        .orElse("VmHWM unknown");
  }
}

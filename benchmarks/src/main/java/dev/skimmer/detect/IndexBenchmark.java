package dev.skimmer.detect;

import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRows;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What the index costs a key: its hash, the look-up of its type, and the comparison. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IndexBenchmark {
  private static final int BATCH = 1000;
  private static final Fingerprint FINGERPRINT = new Fingerprint(1, 2);

  @Param({"1000000", "5000000"})
  private int keys;

  private ChangeIndex index;
  private byte[][] names;
  private int next;

  /** Fills an index. */
  @Setup
  public void fill() {
    index = new ChangeIndex(keys);
    for (int i = 0; i < keys; i++) {
      KeyHash key = KeyHash.ofUtf8(name(i));
      index.put(key, FINGERPRINT, "string", KnownRows.NO_EXPIRY, Optional.empty());
    }
    names = new byte[BATCH][];
  }

  private static String name(int number) {
    return "key:%012d:%06d".formatted(number, number % 1_000_000);
  }

  /** Picks other keys for each invocation, so that no cache holds them. */
  @Setup(Level.Invocation)
  public void pick() {
    for (int i = 0; i < BATCH; i++) {
      next = (int) ((next + 7_368_787L) % keys);
      names[i] = name(next).getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** Looks a thousand keys up, and compares them. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void observe(Blackhole sink) {
    for (byte[] name : names) {
      KeyHash key = KeyHash.of(name);
      sink.consume(index.kindOf(key));
      sink.consume(index.observe(key, FINGERPRINT, KnownRows.NO_EXPIRY, 0));
    }
  }
}

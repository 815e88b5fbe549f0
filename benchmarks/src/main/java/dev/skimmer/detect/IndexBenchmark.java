package dev.skimmer.detect;

import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRows;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
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
  private static final int BATCHES = 200;

  /** A prime, so that neighbours are far from each other and no cache holds them. */
  private static final long STRIDE = 7_368_787;

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
    names = new byte[BATCHES * BATCH][];
    for (int i = 0; i < names.length; i++) {
      int number = (int) (i * STRIDE % keys);
      names[i] = name(number).getBytes(StandardCharsets.US_ASCII);
    }
  }

  private static String name(int number) {
    return "key:%012d:%06d".formatted(number, number % 1_000_000);
  }

  /** Looks a thousand keys up, and compares them, one after the other. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void alone(Blackhole sink) {
    observe(hashes(), sink);
  }

  /** Does so after the memory of all of them was fetched, as a reader does. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void prepared(Blackhole sink) {
    KeyHash[] hashes = hashes();
    index.prepare(hashes, BATCH);
    observe(hashes, sink);
  }

  private KeyHash[] hashes() {
    next = (next + BATCH) % names.length;
    KeyHash[] hashes = new KeyHash[BATCH];
    Arrays.setAll(hashes, i -> KeyHash.of(names[next + i]));
    return hashes;
  }

  private void observe(KeyHash[] hashes, Blackhole sink) {
    for (KeyHash key : hashes) {
      sink.consume(index.kindOf(key));
      sink.consume(index.observe(key, FINGERPRINT, KnownRows.NO_EXPIRY, 0));
    }
  }
}

package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.Recorded;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.fingerprint.Fingerprinter;
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

/** Canonical order and fingerprint, and JSON: nanoseconds for the value of one key. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ValueBenchmark {
  private static final long MAX_BYTES = 10L << 20;

  @Param({"string", "hash", "list", "set", "zset"})
  private String type;

  private final Elements elements = new Elements();
  private final Fingerprinter fingerprinter = new Fingerprinter();
  private Replies replies;
  private ValueType valueType;

  /** Decodes what the server sends. */
  @Setup
  public void decode() {
    replies = Recorded.of(type).decode(new Replies());
    valueType = new ValueTypes(MAX_BYTES, false).find(type).orElseThrow();
  }

  /** Fingerprints the values of a thousand keys. */
  @Benchmark
  @OperationsPerInvocation(Recorded.KEYS)
  public void fingerprint(Blackhole sink) {
    for (int key = 0; key < Recorded.KEYS; key++) {
      valueType.show(replies, replies.token(key), elements);
      fingerprinter.start(valueType.name());
      valueType.fingerprint(elements, fingerprinter);
      sink.consume(fingerprinter.finish());
    }
  }

  /** Writes the values of a thousand keys as the table holds them. */
  @Benchmark
  @OperationsPerInvocation(Recorded.KEYS)
  public void text(Blackhole sink) {
    for (int key = 0; key < Recorded.KEYS; key++) {
      valueType.show(replies, replies.token(key), elements);
      sink.consume(valueType.text(elements));
    }
  }
}

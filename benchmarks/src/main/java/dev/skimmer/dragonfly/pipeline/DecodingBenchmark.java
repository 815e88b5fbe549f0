package dev.skimmer.dragonfly.pipeline;

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

/** RESP decoding: nanoseconds for the value of one key. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodingBenchmark {
  @Param({"string", "hash", "list", "set", "zset"})
  private String type;

  private final Replies replies = new Replies();
  private Recorded recorded;

  /** Makes up what the server sends. */
  @Setup
  public void record() {
    recorded = Recorded.of(type);
  }

  /** Decodes the values of a thousand keys. */
  @Benchmark
  @OperationsPerInvocation(Recorded.KEYS)
  public Replies decode() {
    return recorded.decode(replies);
  }
}

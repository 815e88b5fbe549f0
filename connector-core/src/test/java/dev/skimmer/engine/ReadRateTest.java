package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.PassMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadRateTest {
  private static final int KEYS = 45;

  private final MemorySource source = new MemorySource(new PassMetrics());
  private final Context context = new Context(Clock.systemUTC(), source.metrics);

  @BeforeEach
  void fill() {
    IntStream.range(0, KEYS).forEach(i -> source.keys.put("key" + i, "value"));
    source.metrics.addScanned(7);
    source.metrics.addBytesRead(100);
    source.beforePage = () -> source.metrics.addBytesRead(20);
  }

  private ReadRate measure(long mostKeys, Duration limit) {
    return ReadRate.measure(source, context, mostKeys, limit);
  }

  @Test
  void onlyTheFirstKeysAreReadAndOnlyTheyCount() {
    ReadRate rate = measure(20, Duration.ofMinutes(1));
    assertThat(rate.keys()).isEqualTo(20);
    assertThat(rate.bytes()).isEqualTo(40);
    assertThat(rate.elapsed()).isPositive().isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void allAreReadWhereThereAreFewerAndNoneWithoutTime() {
    assertThat(measure(1_000, Duration.ofMinutes(1)).keys()).isEqualTo(KEYS);
    assertThat(measure(1_000, Duration.ZERO).keys()).isZero();
  }

  @Test
  void aRateIsToldByKeyAndForMoreOfThem() {
    ReadRate rate = new ReadRate(100, 1_000, Duration.ofSeconds(2));
    assertThat(rate.keysPerSecond()).isEqualTo(50);
    assertThat(rate.bytesPerKey()).isEqualTo(10);
    assertThat(rate.timeFor(500)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void nothingReadIsNoRate() {
    ReadRate rate = new ReadRate(0, 0, Duration.ZERO);
    assertThat(rate.keysPerSecond()).isZero();
    assertThat(rate.bytesPerKey()).isZero();
    assertThat(rate.timeFor(500)).isZero();
  }
}

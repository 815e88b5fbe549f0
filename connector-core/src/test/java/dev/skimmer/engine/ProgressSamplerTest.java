package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressSamplerTest {
  private final AtomicLong scanned = new AtomicLong();

  private SyncProgress progress() {
    return new SyncProgress(
        SyncPhase.SCANNING, scanned.get(), OptionalLong.empty(), 0, 0, 0, List.of());
  }

  @Test
  void theListenerIsToldWhileNothingHappensAndOfTheEnd() throws Exception {
    BlockingQueue<Long> told = new LinkedBlockingQueue<>();
    ProgressSampler sampler =
        ProgressSampler.start(this::progress, progress -> told.add(progress.scanned()));
    assertThat(told.poll(30, TimeUnit.SECONDS)).isZero();
    assertThat(told.poll(30, TimeUnit.SECONDS)).isZero();
    scanned.set(7);
    sampler.close();
    assertThat(told).endsWith(7L);
  }

  @Test
  void aListenerThatFailsIsToldNothingMore() {
    AtomicInteger calls = new AtomicInteger();
    ProgressSampler sampler =
        ProgressSampler.start(
            this::progress,
            progress -> {
              calls.incrementAndGet();
              throw new IllegalStateException("no");
            });
    sampler.close();
    assertThat(calls).hasValue(1);
  }

  @Test
  void aListenerThatHangsDoesNotKeepTheSyncFromEnding() {
    ProgressSampler sampler =
        ProgressSampler.start(
            this::progress,
            progress -> {
              while (true) {
                Thread.onSpinWait();
                if (scanned.get() == 1) {
                  return;
                }
              }
            });
    sampler.close();
    assertThat(scanned.getAndSet(1)).isZero();
  }
}

package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.Delete;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.Upsert;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class BatchQueueTest {
  private static final Duration LONG = Duration.ofSeconds(5);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final BatchQueue queue = new BatchQueue(100);

  private static Batch batch(long weight) {
    return new Batch("s0", List.of(), false, weight);
  }

  private CompletableFuture<Boolean> putLater(Batch batch) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return queue.put(batch);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static void assertWaits(CompletableFuture<?> put) {
    assertThatThrownBy(() -> put.get(SHORT.toMillis(), TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
  }

  @Test
  void batchesComeOutAsTheyWentIn() throws InterruptedException {
    assertThat(queue.put(batch(1))).isTrue();
    assertThat(queue.put(batch(2))).isTrue();
    assertThat(queue.take(LONG)).containsExactly(batch(1), batch(2));
    assertThat(queue.take(SHORT)).isEmpty();
    assertThat(queue.drain()).isEmpty();
  }

  @Test
  void asMuchAsItHoldsGoesInAtOnceAndTheRestWhenItWasTaken()
      throws InterruptedException, ExecutionException {
    queue.put(batch(60));
    assertThat(queue.put(batch(40))).isTrue();
    CompletableFuture<Boolean> put = putLater(batch(1));
    assertWaits(put);
    assertThat(queue.take(LONG)).hasSize(2);
    assertThat(put.get()).isTrue();
    assertThat(queue.take(LONG)).containsExactly(batch(1));
  }

  @Test
  void aBatchThatIsLargerThanTheQueueGoesInAlone() throws InterruptedException {
    assertThat(queue.put(batch(1_000))).isTrue();
    CompletableFuture<Boolean> put = putLater(batch(1));
    assertWaits(put);
    assertThat(queue.drain()).hasSize(1);
    assertThat(put.join()).isTrue();
  }

  @Test
  void aWriterThatWaitsIsWokenByABatch() throws InterruptedException {
    CompletableFuture<Boolean> put =
        CompletableFuture.supplyAsync(
                () -> true, CompletableFuture.delayedExecutor(30, TimeUnit.MILLISECONDS))
            .thenCompose(ignored -> putLater(batch(1)));
    assertThat(queue.take(LONG)).containsExactly(batch(1));
    assertThat(put.join()).isTrue();
  }

  @Test
  void theFirstFailureOfAReaderComesAfterWhatWasReadBeforeIt() throws InterruptedException {
    RuntimeException first = new IllegalStateException("first");
    queue.put(batch(1));
    queue.fail(first);
    queue.fail(new IllegalStateException("second"));
    assertThat(queue.take(LONG)).hasSize(1);
    assertThatThrownBy(() -> queue.take(LONG)).isSameAs(first);
    assertThat(queue.drain()).isEmpty();
  }

  @Test
  void aFailureWakesTheWriter() {
    RuntimeException failure = new IllegalStateException("failed");
    CompletableFuture.delayedExecutor(30, TimeUnit.MILLISECONDS).execute(() -> queue.fail(failure));
    assertThatThrownBy(() -> queue.take(LONG)).isSameAs(failure);
  }

  @Test
  void aClosedQueueTakesNothingAndLetsEverybodyGo() throws InterruptedException {
    queue.put(batch(100));
    CompletableFuture<Boolean> waiting = putLater(batch(1));
    assertWaits(waiting);
    queue.close();
    assertThat(waiting.join()).isFalse();
    assertThat(queue.drain()).hasSize(1);
    assertThat(queue.put(batch(1))).isFalse();
    assertThat(queue.take(LONG)).isEmpty();
  }

  @Test
  void aBatchWeighsWhatItsRowsAndTheirTextsHold() {
    KeyHash key = KeyHash.ofUtf8("key");
    Row row = Row.of("key", "x".repeat(100), null, 5L);
    Upsert upsert = new Upsert(MemorySource.TABLE, key, row, false);
    Delete delete = new Delete(MemorySource.TABLE, key, "key");
    long one = Batch.of("s0", List.of(upsert), false).weight();
    assertThat(one).isGreaterThan(103);
    assertThat(Batch.of("s0", List.of(upsert, upsert), true).weight()).isEqualTo(2 * one);
    Upsert keyOnly = new Upsert(MemorySource.TABLE, key, Row.of("key"), false);
    assertThat(Batch.of("s0", List.of(delete), false).weight())
        .isLessThan(one - 100)
        .isEqualTo(Batch.of("s0", List.of(keyOnly), false).weight());
    assertThat(Batch.of("s0", List.of(), false).weight()).isZero();
  }
}

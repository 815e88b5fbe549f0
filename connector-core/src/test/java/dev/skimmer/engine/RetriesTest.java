package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCategory;
import dev.skimmer.spi.ErrorCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("promise-1")
@Tag("promise-3")
class RetriesTest {
  private static final Duration BUDGET = Duration.ofSeconds(60);

  private final FakeTime time = new FakeTime();
  private final Retries retries = new Retries(Backoff.DEFAULT, BUDGET, time);

  private static ConnectorException failure(ErrorCode code) {
    return new ConnectorException(code, "Broken.");
  }

  private final ConnectorException inPassing = failure(ErrorCode.SOURCE_UNREACHABLE);

  /** Calls what fails each time, and returns how often that was until the failure came through. */
  private int callsUntilGivenUp(ConnectorException failure) {
    AtomicInteger calls = new AtomicInteger();
    assertThatThrownBy(
            () ->
                retries.call(
                    () -> {
                      calls.incrementAndGet();
                      throw failure;
                    }))
        .isSameAs(failure);
    return calls.get();
  }

  @Test
  void whatFailsInPassingIsTriedThreeTimes() {
    assertThat(callsUntilGivenUp(inPassing)).isEqualTo(3);
    assertThat(time.sleeps).hasSize(2);
  }

  @Test
  @Tag("promise-18")
  void aServerThatSaysThatItIsNotReadyIsWaitedForUntilTheBudgetIsSpent() {
    ConnectorException notReady = failure(ErrorCode.SOURCE_NOT_READY);
    assertThat(callsUntilGivenUp(notReady)).isGreaterThan(5);
    Duration waited = time.sleeps.stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(waited).isBetween(BUDGET.minusSeconds(10), BUDGET);
  }

  @Test
  void theSecondAttemptMaySucceed() {
    AtomicInteger calls = new AtomicInteger();
    String answer =
        retries.call(
            () -> {
              if (calls.incrementAndGet() == 1) {
                throw inPassing;
              }
              return "answer";
            });
    assertThat(answer).isEqualTo("answer");
    assertThat(time.sleeps).hasSize(1);
  }

  static Stream<ErrorCode> permanentCodes() {
    return Arrays.stream(ErrorCode.values())
        .filter(code -> code.category() != ErrorCategory.TRANSIENT)
        .filter(code -> code.category() != ErrorCategory.COMMIT_UNKNOWN);
  }

  @ParameterizedTest
  @MethodSource("permanentCodes")
  void whatIsPermanentIsNeverTriedAgain(ErrorCode code) {
    ConnectorException permanent = failure(code);
    assertThat(callsUntilGivenUp(permanent)).isEqualTo(1);
    assertThatThrownBy(() -> retries.attempts().failed(permanent)).isSameAs(permanent);
    assertThat(time.sleeps).isEmpty();
  }

  @Test
  void aCommitOfUnknownOutcomeIsNotBlindlyRepeated() {
    ConnectorException unknown = failure(ErrorCode.COMMIT_UNKNOWN);
    assertThat(callsUntilGivenUp(unknown)).isEqualTo(1);
    assertThatCode(() -> retries.attempts().failed(unknown)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorCategory.class,
      names = {"TRANSIENT", "COMMIT_UNKNOWN"})
  void eachCategoryThatMayPassHasABudgetOfItsOwn(ErrorCategory category) {
    assertThat(retries.limit(category)).isEqualTo(new RetryLimit(3, BUDGET));
    retries.charge(category, 0, BUDGET.toNanos());
    assertThat(retries.affords(category, Duration.ofMillis(1))).isFalse();
    ErrorCategory other =
        category == ErrorCategory.TRANSIENT
            ? ErrorCategory.COMMIT_UNKNOWN
            : ErrorCategory.TRANSIENT;
    assertThat(retries.affords(other, BUDGET)).isTrue();
  }

  @Test
  void waitsGrowAndAreJitteredInTheirUpperHalf() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10));
    Random random = new Random(1);
    for (int attempt = 1; attempt <= 40; attempt++) {
      long ceiling = Math.min(10_000, 1_000L << Math.min(attempt - 1, 10));
      assertThat(backoff.delayAfter(attempt, random).toMillis()).isBetween(ceiling / 2, ceiling);
    }
    assertThat(Stream.generate(() -> backoff.delayAfter(1, random)).limit(50).distinct())
        .hasSizeGreaterThan(10);
  }

  @Test
  void aRunThatGoesOnButFailsAgainAndAgainEndsWhenItsBudgetIsSpent() {
    Attempts attempts = retries.attempts();
    int rounds = 0;
    Duration spent = Duration.ZERO;
    try {
      while (rounds < 1_000) {
        attempts.begin();
        time.pass(Duration.ofSeconds(5));
        attempts.failed(inPassing);
        attempts.succeeded();
        time.pass(Duration.ofMinutes(10)); // reading well costs nothing
        rounds++;
      }
    } catch (ConnectorException e) {
      assertThat(e).isSameAs(inPassing);
    }
    for (Duration sleep : time.sleeps) {
      spent = spent.plus(sleep).plusSeconds(5);
    }
    assertThat(spent).isLessThanOrEqualTo(BUDGET).isGreaterThan(BUDGET.minusSeconds(6));
    assertThat(rounds).isBetween(10, 11);
  }

  @Test
  void whatSeveralThreadsSpendAtOnceCountsOnce() {
    long second = 1_000_000_000L;
    for (int thread = 0; thread < 8; thread++) {
      retries.charge(ErrorCategory.TRANSIENT, 0, 50 * second);
    }
    assertThat(retries.affords(ErrorCategory.TRANSIENT, Duration.ofSeconds(10))).isTrue();
    assertThat(retries.affords(ErrorCategory.TRANSIENT, Duration.ofSeconds(11))).isFalse();
  }

  @Test
  void aBudgetOfNothingMeansNoSecondAttempt() {
    Retries none = new Retries(Backoff.DEFAULT, Duration.ZERO, time);
    assertThatThrownBy(() -> none.attempts().failed(inPassing)).isSameAs(inPassing);
    assertThat(time.sleeps).isEmpty();
  }

  @Test
  void theWaitsThemselvesAreTakenFromTheBudget() {
    Duration wait = Duration.ofSeconds(10);
    Attempts attempts = new Retries(new Backoff(wait, wait), wait, time).attempts();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 3; i++) {
                attempts.failed(inPassing);
                attempts.succeeded();
              }
            })
        .isSameAs(inPassing);
    assertThat(time.sleeps).hasSizeBetween(1, 2);
  }
}

package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.PassMetrics;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.StoredState;
import dev.skimmer.spi.TableId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StateGateTest {
  private static final Epoch EPOCH = new Epoch("run-1");
  private static final List<Split> PLAN =
      List.of(new Split("s0", MemorySource.TABLE), new Split("s1", MemorySource.TABLE));
  private static final SplitState HALF = new SplitState(new Cursor("42"), false);
  private static final SplitState DONE = new SplitState(new Cursor("99"), true);

  private final MovableClock clock = new MovableClock();
  private final MemorySource source = new MemorySource(new PassMetrics());
  private final MemoryDestination destination = new MemoryDestination();
  private final StateGate gate = new StateGate("memory", source, false, clock);
  private final SyncState begun =
      gate.newPass(Optional.empty(), EPOCH).withSplits(Map.of("s0", DONE, "s1", HALF));

  private boolean resumes(SyncState state) {
    return gate.resumable(Optional.of(state), EPOCH, PLAN).isPresent();
  }

  @Test
  void anUnfinishedPassOfTheSameServerRunAndScopeIsResumed() {
    assertThat(gate.resumable(Optional.of(begun), EPOCH, PLAN)).containsSame(begun);
    assertThat(gate.resumable(Optional.empty(), EPOCH, PLAN)).isEmpty();
  }

  @Test
  @Tag("guard")
  void aPassOfAnotherScopeIsNotResumed() {
    source.scope = "key*";
    assertThat(resumes(begun)).isFalse();
  }

  @Test
  @Tag("guard")
  void aPassOfAnotherKeyspaceIsNotResumed() {
    source.identity = "memory/1";
    assertThat(resumes(begun)).isFalse();
  }

  @Test
  @Tag("guard")
  void aPassOfAnotherServerRunIsNotResumed() {
    assertThat(gate.resumable(Optional.of(begun), new Epoch("run-2"), PLAN)).isEmpty();
  }

  @Test
  void aPassThatIsCompleteOrHadOnlyItsSweepLeftIsNotResumed() {
    assertThat(resumes(begun.completed())).isFalse();
    assertThat(resumes(begun.withSplits(Map.of("s0", DONE, "s1", DONE)))).isFalse();
    assertThat(resumes(begun.completed().withSplits(begun.splits()))).isFalse();
  }

  @Test
  void aPassWithOtherSplitsIsNotResumed() {
    assertThat(resumes(begun.withSplits(Map.of("s1", HALF)))).isFalse();
    assertThat(resumes(begun.withSplits(Map.of("s0", HALF, "s2", HALF)))).isFalse();
    assertThat(resumes(begun.withSplits(Map.of("s0", HALF, "s1", HALF, "s2", HALF)))).isFalse();
  }

  @Test
  void aNewPassHasTheNextNumberAndRemembersTheLastCompleteOne() {
    assertThat(begun.pass()).isEqualTo(1);
    assertThat(begun.startedAt()).isEqualTo(clock.instant());
    assertThat(begun.lastCompletePass()).isEmpty();
    SyncState next = gate.newPass(Optional.of(begun.completed()), new Epoch("run-2"));
    assertThat(next.pass()).isEqualTo(2);
    assertThat(next.epoch()).isEqualTo(new Epoch("run-2"));
    assertThat(next.identity()).isEqualTo("memory/0");
    assertThat(next.scope()).isEqualTo("*");
    assertThat(next.lastCompletePass()).contains(begun.startedAt());
    assertThat(next.complete()).isFalse();
  }

  private void start(boolean adopt, long rows, TableId... mains) {
    new StateGate("memory", source, adopt, clock)
        .requireGoodStart(Optional.empty(), List.of(mains), destination, () -> rows);
  }

  private void store(PipelineState state) {
    destination.state = Optional.of(new StoredState(1, "token", SyncStateCodec.encode(state)));
  }

  private static void assertForeign(Runnable start, String words) {
    assertThatThrownBy(start::run)
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_FOREIGN))
        .hasMessageContaining(words);
  }

  @Test
  @Tag("guard")
  void aTableThatAPipelineOfItsOwnFillsIsRefusedUnlessAdopted() {
    TableId other = new TableId("other");
    store(PipelineState.NONE.with(begun));
    assertForeign(() -> start(false, 0, MemorySource.TABLE, other), "Table other belongs");
    assertThatCode(() -> start(false, 0, MemorySource.TABLE)).doesNotThrowAnyException();
    assertThatCode(() -> start(true, 0, MemorySource.TABLE, other)).doesNotThrowAnyException();
    store(PipelineState.NONE);
    assertThatCode(() -> start(false, 0, MemorySource.TABLE, other)).doesNotThrowAnyException();
  }

  @Test
  @Tag("guard")
  void rowsOfWhichNoStateTellsTheOriginAreRefusedUnlessAdopted() {
    assertForeign(() -> start(false, 1, MemorySource.TABLE), "holds 1 rows");
    assertThatCode(() -> start(true, 1, MemorySource.TABLE)).doesNotThrowAnyException();
    assertThatCode(() -> start(false, 0, MemorySource.TABLE)).doesNotThrowAnyException();
  }
}

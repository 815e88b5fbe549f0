package dev.skimmer.testkit;

import static dev.skimmer.testkit.ContractTables.MAIN;
import static dev.skimmer.testkit.ContractTables.PIPELINE;
import static dev.skimmer.testkit.ContractTables.add;
import static dev.skimmer.testkit.ContractTables.change;
import static dev.skimmer.testkit.ContractTables.commit;
import static dev.skimmer.testkit.ContractTables.remove;
import static dev.skimmer.testkit.ContractTables.row;
import static dev.skimmer.testkit.ContractTables.state;
import static dev.skimmer.testkit.ContractTables.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.StateStore;
import dev.skimmer.spi.Writer;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows and state commit together or not at all, and only one writer wins. */
interface TransactionContract extends DestinationHarness {
  @Test
  default void hasNoStateAtFirst() {
    try (Destination.Session session = open()) {
      assertThat(session.stateStore(PIPELINE).load()).isEmpty();
    }
  }

  @Test
  default void findsTheStateOfTheLastCommitInTheNextSession() {
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, add(MAIN, row("a", 1)));
      commit(session, change(MAIN, row("a", 2)));
    }
    try (Destination.Session session = open()) {
      assertThat(session.stateStore(PIPELINE).load()).contains(state(2));
      assertThat(session.stateStore("another").load()).isEmpty();
    }
  }

  @Test
  default void commitsAStateWithoutRows() {
    try (Destination.Session session = open();
        Writer writer = session.openWriter(PIPELINE)) {
      writer.commit(to(1));
      writer.commit(to(2));
      assertThat(session.stateStore(PIPELINE).load()).contains(state(2));
    }
  }

  @Test
  default void rollsBackRowsAndGoesOn() {
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, add(MAIN, row("a", 1)), add(MAIN, row("b", 1)));
      try (Writer writer = session.openWriter(PIPELINE)) {
        writer.write(List.of(change(MAIN, row("a", 2)), remove(MAIN, "b"), add(MAIN, row("c", 1))));
        writer.rollback();
        writer.write(List.of(add(MAIN, row("d", 1))));
        writer.commit(to(2));
      }
    }
    assertThat(readBack(MAIN)).containsExactlyInAnyOrder(row("a", 1), row("b", 1), row("d", 1));
  }

  @Test
  default void rollsBackNewRowsAlone() {
    Operation[] many =
        IntStream.range(0, 20_000)
            .mapToObj(i -> add(MAIN, row("k" + i, 1)))
            .toArray(Operation[]::new);
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      try (Writer writer = session.openWriter(PIPELINE)) {
        writer.write(List.of(many));
        writer.rollback();
        writer.write(List.of(add(MAIN, row("a", 1))));
        assertCode(ErrorCode.STATE_CONFLICT, () -> writer.commit(to(2)));
      }
    }
    assertThat(readBack(MAIN)).isEmpty();
  }

  @Test
  default void leavesNothingOfAWriterThatClosesWithoutCommit() {
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      try (Writer writer = session.openWriter(PIPELINE)) {
        writer.write(List.of(add(MAIN, row("a", 1)), change(MAIN, row("b", 1))));
      }
      assertThat(session.stateStore(PIPELINE).load()).isEmpty();
    }
    assertThat(readBack(MAIN)).isEmpty();
  }

  @Test
  @Tag("promise-31")
  default void commitsNothingWhenTheStateIsNotTheExpectedOne() {
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, add(MAIN, row("a", 1)));
      try (Writer writer = session.openWriter(PIPELINE)) {
        writer.write(List.of(change(MAIN, row("a", 2)), add(MAIN, row("b", 1))));
        assertCode(ErrorCode.STATE_CONFLICT, () -> writer.commit(to(3)));
        writer.rollback();
        writer.write(List.of(change(MAIN, row("a", 3))));
        writer.commit(to(2));
      }
      assertThat(session.stateStore(PIPELINE).load()).contains(state(2));
    }
    assertThat(readBack(MAIN)).containsExactly(row("a", 3));
  }

  @Test
  @Tag("promise-31")
  default void refusesAFirstStateWhereOneIsStored() {
    try (Destination.Session session = open();
        Writer writer = session.openWriter(PIPELINE)) {
      writer.commit(to(1));
      assertCode(ErrorCode.STATE_CONFLICT, () -> writer.commit(to(1)));
    }
  }

  @Test
  @Tag("promise-31")
  default void refusesAStaleTokenOfTheRightSequence() {
    try (Destination.Session session = open();
        Writer writer = session.openWriter(PIPELINE)) {
      writer.commit(to(1));
      assertCode(
          ErrorCode.STATE_CONFLICT, () -> writer.commit(ContractTables.withToken("stolen", 1)));
    }
  }

  @Test
  @Tag("promise-31")
  default void letsOneOfTwoWritersWin() {
    try (Destination.Session first = open();
        Destination.Session second = open()) {
      first.apply(MAIN);
      second.apply(MAIN);
      commit(first, add(MAIN, row("a", 1)));
      try (Writer fast = first.openWriter(PIPELINE);
          Writer slow = second.openWriter(PIPELINE)) {
        slow.write(List.of(add(MAIN, row("slow", 1))));
        fast.write(List.of(add(MAIN, row("fast", 1))));
        fast.commit(to(2));
        assertCode(ErrorCode.STATE_CONFLICT, () -> slow.commit(to(2)));
      }
    }
    assertThat(readBack(MAIN)).containsExactlyInAnyOrder(row("a", 1), row("fast", 1));
  }

  @Test
  @Tag("promise-31")
  default void replacesTheStateAlone() {
    try (Destination.Session session = open()) {
      StateStore store = session.stateStore(PIPELINE);
      store.replace(to(1));
      store.replace(to(2));
      assertCode(ErrorCode.STATE_CONFLICT, () -> store.replace(to(2)));
      assertThat(store.load()).contains(state(2));
    }
  }

  private static void assertCode(ErrorCode code, ThrowingCallable call) {
    ConnectorException failure = catchThrowableOfType(ConnectorException.class, call);
    assertThat(failure).isNotNull();
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
  }
}

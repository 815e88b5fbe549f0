package dev.skimmer.testkit;

import static dev.skimmer.testkit.ContractTables.MAIN;
import static dev.skimmer.testkit.ContractTables.PIPELINE;
import static dev.skimmer.testkit.ContractTables.add;
import static dev.skimmer.testkit.ContractTables.change;
import static dev.skimmer.testkit.ContractTables.commit;
import static dev.skimmer.testkit.ContractTables.row;
import static dev.skimmer.testkit.ContractTables.state;
import static dev.skimmer.testkit.ContractTables.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.ErrorCategory;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Writer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A connection may break at any time: nothing is lost, nothing is done twice. */
interface ConnectionContract extends DestinationHarness {
  @Test
  @Tag("promise-26")
  default void writesOnAfterItsConnectionBroke() {
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, add(MAIN, row("a", 1)));
      try (Writer writer = session.openWriter(PIPELINE)) {
        writer.write(List.of(change(MAIN, row("a", 2)), add(MAIN, row("b", 2))));
        if (!breakConnections()) {
          return;
        }
        ConnectorException failure =
            catchThrowableOfType(ConnectorException.class, () -> writer.commit(to(2)));
        assertThat(failure).isNotNull();
        assertThat(failure.category())
            .as(failure.getMessage())
            .isIn(ErrorCategory.TRANSIENT, ErrorCategory.COMMIT_UNKNOWN);
        writer.rollback();
        forgetDeadClients();
        assertThat(session.stateStore(PIPELINE).load()).contains(state(1));
        writer.write(List.of(change(MAIN, row("a", 3))));
        writer.commit(to(2));
      }
    }
    assertThat(readBack(MAIN)).containsExactly(row("a", 3));
  }

  @Test
  @Tag("promise-26")
  default void connectsAnewWhenNothingWasGoingOn() {
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, add(MAIN, row("a", 1)));
      breakConnections();
      forgetDeadClients();
      commit(session, change(MAIN, row("a", 2)));
    }
    assertThat(readBack(MAIN)).containsExactly(row("a", 2));
  }

  @Test
  @Tag("promise-26")
  default void doesNotKnowOfACommitThatNeverArrived() {
    loseCommit(LostCommit.BEFORE_IT_ARRIVES, 1, 1);
  }

  @Test
  @Tag("promise-26")
  default void doesNotKnowOfACommitWhoseAnswerWasLost() {
    loseCommit(LostCommit.BEFORE_ITS_ANSWER, 2, 2);
  }

  private void loseCommit(LostCommit loss, int version, long sequence) {
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, add(MAIN, row("a", 1)));
    }
    Optional<Destination.Session> unlucky = openLosingFirstCommit(loss);
    if (unlucky.isEmpty()) {
      return;
    }
    try (Destination.Session session = unlucky.get()) {
      session.apply(MAIN);
      try (Writer writer = session.openWriter(PIPELINE)) {
        writer.write(List.of(change(MAIN, row("a", 2))));
        ConnectorException failure =
            catchThrowableOfType(ConnectorException.class, () -> writer.commit(to(2)));
        assertThat(failure).isNotNull();
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.COMMIT_UNKNOWN);
        forgetDeadClients();
        assertThat(session.stateStore(PIPELINE).load()).contains(state(sequence));
        assertThat(readBack(MAIN)).containsExactly(row("a", version));
        writer.write(List.of(change(MAIN, row("a", 3))));
        writer.commit(to(sequence + 1));
      }
    }
    assertThat(readBack(MAIN)).containsExactly(row("a", 3));
  }
}

package dev.skimmer.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Operation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsThenStateTest {
  private final List<String> calls = new ArrayList<>();

  @TempDir private Path folder;

  @Test
  void commitsTheRowsBeforeTheState() {
    try (FileStateStore states = FileStateStore.open(folder, "shop");
        RowsThenState writer = new RowsThenState(new Recorded(), states)) {
      writer.write(List.of());
      writer.commit(FileStateStoreTest.to(1));
      assertThat(calls).containsExactly("write", "commit");
      assertThat(states.load()).contains(FileStateStoreTest.state(1));
    }
    assertThat(calls).containsExactly("write", "commit", "close");
  }

  @Test
  void commitsNoRowsWhenTheStateIsNotTheExpectedOne() {
    try (FileStateStore states = FileStateStore.open(folder, "shop");
        RowsThenState writer = new RowsThenState(new Recorded(), states)) {
      writer.write(List.of());
      assertThatThrownBy(() -> writer.commit(FileStateStoreTest.to(2)))
          .isInstanceOf(ConnectorException.class);
      writer.rollback();
      assertThat(calls).containsExactly("write", "rollback");
      assertThat(states.load()).isEmpty();
    }
  }

  /** Writes down what it is told. */
  private final class Recorded implements RowsThenState.Rows {
    @Override
    public void write(List<Operation> operations) {
      calls.add("write");
    }

    @Override
    public void commit() {
      calls.add("commit");
    }

    @Override
    public void rollback() {
      calls.add("rollback");
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }
}

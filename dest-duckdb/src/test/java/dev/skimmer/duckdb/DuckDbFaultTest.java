package dev.skimmer.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRow;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.StoredState;
import dev.skimmer.spi.Upsert;
import dev.skimmer.spi.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbFaultTest {
  /** More than the native library has, which the driver unpacks into a file. */
  private static final int FILE_LIMIT_KILOBYTES = 80_000;

  @TempDir Path folder;

  @Test
  @Tag("promise-27")
  void saysThatTheDiskIsFullAndKeepsWhatWasCommitted() throws Exception {
    Path file = folder.resolve("full.duckdb");
    String failure;
    try (ChildProcess child =
        ChildProcess.startWithFileLimit(
            FILE_LIMIT_KILOBYTES, WriteUntilFull.class, file.toString())) {
      failure = child.awaitLine("failed");
    }
    assertThat(failure).contains("DESTINATION_FULL").contains("full.duckdb");
    assertRowsMatchTheState(file);
  }

  @Test
  @Tag("promise-28")
  void keepsWholeCommitsWhenItIsKilled() throws Exception {
    Path file = folder.resolve("killed.duckdb");
    try (ChildProcess child = ChildProcess.start(WriteUntilFull.class, file.toString())) {
      child.awaitLine("committed 20");
    }
    assertThat(assertRowsMatchTheState(file)).isGreaterThanOrEqualTo(20);
  }

  @Test
  void refusesHalfASurrogatePairInsteadOfWritingAQuestionMark() {
    try (Destination.Session session = open(folder.resolve("text.duckdb"))) {
      session.apply(SmallTable.SCHEMA);
      for (String broken : List.of("\uD83D", "a\uDE00", "\uD83D\uD83D\uDE00", "\uDE00\uD83D")) {
        try (Writer writer = session.openWriter("text")) {
          Row row = SmallTable.row(broken, "v");
          Upsert upsert = new Upsert(SmallTable.SCHEMA.id(), KeyHash.ofUtf8(broken), row, false);
          ConnectorException failure =
              catchThrowableOfType(ConnectorException.class, () -> writer.write(List.of(upsert)));
          assertThat(failure.code()).isEqualTo(ErrorCode.BUG);
          assertThat(failure).hasMessageContaining("surrogate").hasMessageNotContaining(broken);
        }
      }
    }
  }

  /** Returns the sequence of the stored state. */
  private static long assertRowsMatchTheState(Path file) {
    try (Destination.Session session = open(file);
        Stream<KnownRow> known = session.knownRows(SmallTable.SCHEMA)) {
      long sequence = session.stateStore("full").load().map(StoredState::sequence).orElse(0L);
      assertThat(known.count()).isEqualTo(sequence * WriteUntilFull.ROWS_A_COMMIT);
      assertThat(sequence).isPositive();
      return sequence;
    }
  }

  private static Destination.Session open(Path file) {
    return new DuckDbDestination().open(DuckDbConfig.of(file), Context.system());
  }
}

package dev.skimmer.engine;

import static dev.skimmer.engine.TestTables.ONE;
import static dev.skimmer.engine.TestTables.ONE_ERRORS;
import static dev.skimmer.engine.TestTables.ONE_STREAM;
import static dev.skimmer.engine.TestTables.entry;
import static dev.skimmer.engine.TestTables.error;
import static dev.skimmer.engine.TestTables.hash;
import static dev.skimmer.engine.TestTables.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.Checkpoint;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.Upsert;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountsTest {
  private final KnownTables tables = new KnownTables(TestTables.ALL, new MemoryDestination());
  private final Counts counts = new Counts(tables);

  private void commit(Operation... operations) {
    counts.committed(List.of(operations));
    tables.committed(List.of(operations), "token");
  }

  private static Delete delete(TableId table) {
    return new Delete(table, hash("a"), "a");
  }

  private static Upsert part(String key) {
    return new Upsert(ONE, hash(key), Row.of(key, "stream", null, null, "1-0"), false);
  }

  @Test
  void aRowIsInsertedOnceAndUpdatedAfterThat() {
    commit(row(ONE, "a"), row(ONE, "b"));
    commit(row(ONE, "a"));
    commit(delete(ONE));
    assertThat(counts.inserted()).isEqualTo(2);
    assertThat(counts.updated()).isEqualTo(1);
    assertThat(counts.deleted()).isEqualTo(1);
    assertThat(counts.commits()).isEqualTo(3);
  }

  @Test
  void entriesAndErrorsAreCountedApart() {
    commit(entry("a"), entry("b"), entry("c"), error(ONE_ERRORS, "d"));
    commit(delete(ONE_STREAM));
    commit(delete(ONE_ERRORS));
    assertThat(counts.appended()).isEqualTo(3);
    assertThat(counts.errors()).isEqualTo(1);
    assertThat(counts.inserted() + counts.updated() + counts.deleted()).isZero();
  }

  @Test
  void aKeyWhoseCopyTakesManyCommitsCountsOnce() {
    commit(part("a"), entry("a"));
    commit(part("a"), entry("a"));
    commit(row(ONE, "a"));
    assertThat(counts.inserted()).isEqualTo(1);
    assertThat(counts.updated()).isZero();
    commit(row(ONE, "a"));
    assertThat(counts.updated()).isEqualTo(1);
  }

  @Test
  void aCheckpointIsNoRow() {
    assertThatThrownBy(() -> commit(new Checkpoint(new Cursor("1"))))
        .hasMessageContaining("checkpoint");
  }
}

package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.PassMetrics;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes with the user's consent: all that the scope leaves out, and nothing else. */
class PrunePhaseTest {
  private static final TableId SAMPLES = MemorySource.TABLE.withSuffix("_samples");

  private final MemorySource source = new MemorySource(new PassMetrics());
  private final MemoryDestination destination = new MemoryDestination();

  /** How many rows there are after each commit. */
  private final List<Integer> commits = new ArrayList<>();

  private MemoryPass pass;

  @BeforeEach
  void copyFiveKeysAndFiveOthers() {
    List<TableSchema> tables = new ArrayList<>(source.tables());
    Column key = new Column("key", ColumnType.TEXT, ColumnRole.KEY);
    Column id = new Column("id", ColumnType.TEXT, ColumnRole.SUBKEY);
    tables.add(new TableSchema(SAMPLES, TableRole.SERIES, List.of(key, id)));
    source.declared = tables;
    for (int i = 0; i < 5; i++) {
      source.keys.put("keep" + i, "value");
      source.keys.put("other" + i, "value");
    }
    pass = new MemoryPass(source, destination, 1_000).scanned();
    source.keys.keySet().forEach(text -> rows(SAMPLES).put(text, Row.of(text, "1-0")));
  }

  @AfterEach
  void close() {
    pass.close();
  }

  private Map<String, Row> rows(TableId table) {
    return destination.tables.get(table);
  }

  private void nextPass(int checkpointRecords) {
    pass.close();
    destination.state = Optional.empty();
    pass = new MemoryPass(source, destination, checkpointRecords).scanned();
  }

  private PrunePhase narrowed(int checkpointRecords) {
    source.inScope = text -> text.startsWith("keep");
    nextPass(checkpointRecords);
    return swept();
  }

  private PrunePhase swept() {
    PrunePhase phase = pass.swept();
    destination.afterCommit = () -> commits.add(rows(MemorySource.TABLE).size());
    return phase;
  }

  private void addUnreadable(String... texts) {
    Set.of(texts).forEach(text -> source.keys.put(text, "unreadable"));
    nextPass(1_000);
    assertThat(rows(MemorySource.ERRORS)).containsOnlyKeys(texts);
  }

  @Test
  void rowsOutsideTheScopeGoWithTheirSamplesAndTheirErrors() {
    addUnreadable("keep odd", "other odd");
    PrunePhase phase = narrowed(1_000);
    assertThat(rows(MemorySource.TABLE)).as("the sweep leaves them").hasSize(10);
    assertThat(phase.run(() -> false)).isTrue();
    String[] kept = {"keep0", "keep1", "keep2", "keep3", "keep4"};
    assertThat(rows(MemorySource.TABLE)).containsOnlyKeys(kept);
    assertThat(rows(SAMPLES)).containsOnlyKeys(kept);
    assertThat(rows(MemorySource.ERRORS)).containsOnlyKeys("keep odd");
    assertThat(pass.counts.deleted()).isEqualTo(5);
  }

  @Test
  void whereNothingIsOutsideTheScopeNothingIsCommitted() {
    nextPass(1_000);
    assertThat(swept().run(() -> false)).isTrue();
    assertThat(commits).isEmpty();
    assertThat(rows(MemorySource.TABLE)).hasSize(10);
  }

  @Test
  void manyRemovalsAreCommittedOnTheWay() {
    narrowed(4).run(() -> false);
    assertThat(commits).as("with a sample each, two at a time").containsExactly(8, 6, 5);
  }

  @Test
  void removalsThatAreSlowAreNotLostForLong() {
    PrunePhase phase = narrowed(1_000);
    phase.run(
        () -> {
          pass.time.pass(Duration.ofSeconds(11));
          return false;
        });
    assertThat(commits).startsWith(9, 8, 7, 6, 5);
  }

  @Test
  void whatIsRemovedWhenItIsStoppedIsCommittedAndTheRestStays() {
    addUnreadable("other odd");
    AtomicInteger asked = new AtomicInteger();
    assertThat(narrowed(1_000).run(() -> asked.incrementAndGet() > 2)).isFalse();
    assertThat(commits).containsExactly(8);
    assertThat(rows(SAMPLES)).hasSize(8);
    assertThat(rows(MemorySource.ERRORS)).containsOnlyKeys("other odd");
  }

  @Test
  void itIsStoppedAmongErrorsToo() {
    addUnreadable("other odd 1", "other odd 2", "other odd 3");
    PrunePhase phase = narrowed(1);
    assertThat(phase.run(() -> rows(MemorySource.ERRORS).size() == 2)).isFalse();
    assertThat(rows(MemorySource.ERRORS)).hasSize(2);
    assertThat(rows(MemorySource.TABLE)).hasSize(5);
  }
}

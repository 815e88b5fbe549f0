package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.ErrorCode;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a sync does with rows that a narrower configuration leaves out. */
class SyncScopeTest {
  private final Context context = Context.system();
  private final MemorySource source = new MemorySource(context.metrics());
  private final MemoryDestination destination = new MemoryDestination();

  @BeforeEach
  void copyFourKeysOfWhichOneIsGoneAndTwoAreLeftOut() {
    source.keys.putAll(Map.of("keep 1", "1", "keep 2", "1", "other 1", "1", "other 2", "1"));
    sync(100).run(SyncListener.NONE);
    source.keys.remove("keep 1");
    source.inScope = key -> key.startsWith("keep");
    source.scope = "keep*";
  }

  private Sync sync(int maxDeletePercent, Consent... consents) {
    SyncOptions options = new SyncOptions(1, maxDeletePercent);
    return new Sync(source, destination, options, context, Set.of(consents));
  }

  private void assertKept(String... keys) {
    assertThat(destination.values(MemorySource.TABLE)).containsOnlyKeys(keys);
  }

  @Test
  void theyStayAndAreCounted() {
    assertThat(sync(25).run(SyncListener.NONE))
        .returns(Outcome.IN_SYNC, SyncResult::outcome)
        .returns(1L, SyncResult::deleted)
        .returns(2L, SyncResult::outOfScope);
    assertKept("keep 2", "other 1", "other 2");
  }

  @Test
  void theyGoWhereTheUserAgrees() {
    assertThat(sync(75, Consent.PRUNE).run(SyncListener.NONE))
        .returns(Outcome.IN_SYNC, SyncResult::outcome)
        .returns(3L, SyncResult::deleted)
        .returns(0L, SyncResult::outOfScope);
    assertKept("keep 2");
  }

  @Test
  void whereMoreWouldGoThanMayNothingGoes() {
    assertThatThrownBy(() -> sync(74, Consent.PRUNE).run(SyncListener.NONE))
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DELETE_GUARD))
        .hasMessageContainingAll("3 of 4 rows", "outside the scope");
    assertKept("keep 1", "keep 2", "other 1", "other 2");
  }

  @Test
  void aSyncThatIsStoppedAmongThemSaysSoAndTheNextOneRemovesTheRest() {
    Sync sync = sync(100, Consent.PRUNE);
    destination.afterCommit =
        () -> {
          if (destination.values(MemorySource.TABLE).size() == 2) {
            sync.stop();
          }
        };
    assertThat(sync.run(SyncListener.NONE).outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertKept("keep 2", "other 2");
    assertThat(sync(100, Consent.PRUNE).run(SyncListener.NONE).outcome())
        .isEqualTo(Outcome.IN_SYNC);
    assertKept("keep 2");
  }
}

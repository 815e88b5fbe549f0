package dev.skimmer.testkit;

import static dev.skimmer.testkit.ContractKeys.fill;
import static dev.skimmer.testkit.ContractKeys.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.Fact;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A source says what it reads, and says the same as long as it reads the same. */
interface SourceIdentityContract extends SourceHarness {
  @Test
  default void isFoundByServiceLoader() {
    assertThat(ServiceLoader.load(Source.class))
        .as("META-INF/services/dev.skimmer.spi.Source names the source")
        .anySatisfy(found -> assertThat(found).hasSameClassAs(source()));
    assertThat(source().name()).isNotBlank().isLowerCase().doesNotContainAnyWhitespaces();
  }

  @Test
  default void isTheSameInEverySession() {
    String identity;
    String scope;
    String pipeline;
    try (Source.Session session = open(this)) {
      identity = session.identity();
      scope = session.scope();
      pipeline = session.pipeline();
    }
    fill(this, 0, 3);
    try (Source.Session session = open(this)) {
      assertThat(session.identity()).isEqualTo(identity).isNotBlank();
      assertThat(session.scope()).isEqualTo(scope);
      assertThat(session.pipeline()).isEqualTo(pipeline).isNotBlank();
    }
  }

  @Test
  default void keepsItsEpochWhileOnlyKeysChange() {
    try (Source.Session session = open(this)) {
      Epoch epoch = session.epoch();
      fill(this, 0, 3);
      assertThat(session.epoch()).isEqualTo(epoch);
      put(ContractKeys.key(0), "changed");
      remove(ContractKeys.key(1));
      assertThat(session.epoch()).isEqualTo(epoch);
      try (Source.Session other = open(this)) {
        assertThat(other.epoch()).isEqualTo(epoch);
      }
    }
  }

  @Test
  default void namesItsTables() {
    try (Source.Session session = open(this)) {
      List<TableSchema> tables = session.tables();
      assertThat(tables.get(0).role()).isEqualTo(TableRole.MAIN);
      assertThat(tables).extracting(TableSchema::id).doesNotHaveDuplicates();
      assertThat(tables).extracting(TableSchema::role).doesNotContain(TableRole.SYNCS);
      Map<TableId, TableSchema> byId =
          tables.stream().collect(Collectors.toMap(TableSchema::id, Function.identity()));
      for (TableSchema main : tables) {
        if (main.role() == TableRole.MAIN) {
          assertErrorsTable(byId, main);
        }
      }
      assertThat(session.tables()).isEqualTo(tables);
    }
  }

  private static void assertErrorsTable(Map<TableId, TableSchema> byId, TableSchema main) {
    TableId name = main.id().withSuffix("_errors");
    assertThat(byId).as("the errors table of " + main.id()).containsKey(name);
    assertThat(byId.get(name).role()).isEqualTo(TableRole.ERRORS);
    assertThat(byId.get(name).columns()).contains(Column.of("first_seen", ColumnType.TIMESTAMP));
  }

  @Test
  default void estimatesKeysWhereItCan() {
    fill(this, 0, 3);
    try (Source.Session session = open(this)) {
      assertThat(session.estimatedKeys(session.tables().get(0).id()).orElse(3))
          .as("zero means that there are certainly none")
          .isPositive();
    }
  }

  @Test
  default void checksWithoutChangingAnything() {
    fill(this, 0, 20);
    try (Source.Session session = open(this)) {
      SourceCopy copy = new SourceCopy(session);
      copy.pass(session);
      Epoch epoch = session.epoch();
      List<Fact> facts = session.check();
      assertThat(facts).isNotEmpty();
      assertThat(facts)
          .allSatisfy(
              fact -> assertThat(fact.name() + fact.value()).doesNotMatch("(?s).*\\p{Cntrl}.*"));
      assertThat(session.epoch()).isEqualTo(epoch);
      assertThat(copy.pass(session)).isEmpty();
    }
  }
}

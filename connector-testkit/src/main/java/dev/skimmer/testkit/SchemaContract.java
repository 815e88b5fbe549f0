package dev.skimmer.testkit;

import static dev.skimmer.testkit.ContractTables.MAIN;
import static dev.skimmer.testkit.ContractTables.SERIES;
import static dev.skimmer.testkit.ContractTables.add;
import static dev.skimmer.testkit.ContractTables.change;
import static dev.skimmer.testkit.ContractTables.commit;
import static dev.skimmer.testkit.ContractTables.main;
import static dev.skimmer.testkit.ContractTables.row;
import static dev.skimmer.testkit.ContractTables.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Tables are created, grow, and are refused when they are somebody else's. */
interface SchemaContract extends DestinationHarness {
  @Test
  default void appliesASchemaTwiceWithoutHarm() {
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, add(MAIN, row("a", 1)));
      session.apply(MAIN);
      commit(session, add(MAIN, row("b", 1)));
    }
    assertThat(readBack(MAIN)).containsExactlyInAnyOrder(row("a", 1), row("b", 1));
  }

  @Test
  default void knowsWhetherATableIsThereWhoeverCreatedIt() {
    createForeignTable(SERIES.id());
    try (Destination.Session session = open()) {
      assertThat(session.exists(MAIN)).isFalse();
      session.apply(MAIN);
      assertThat(session.exists(MAIN)).isTrue();
      assertThat(session.exists(SERIES)).isTrue();
    }
  }

  @Test
  default void neverCallsATableEmptyThatHoldsRows() {
    try (Destination.Session session = open()) {
      session.apply(SERIES);
      session.apply(MAIN);
      commit(session, add(MAIN, row("a", 1)), add(SERIES, sample("a", 1, 1)));
      assertThat(session.isEmpty(MAIN)).isFalse();
      assertThat(session.isEmpty(SERIES)).isFalse();
    }
  }

  @Test
  @Tag("promise-38")
  default void addsAColumnThatATableLacks() {
    TableSchema former = without(MAIN, "score");
    try (Destination.Session session = open()) {
      session.apply(former);
      commit(session, add(former, drop(row("old", 1), 4)));
      session.apply(MAIN);
      commit(session, add(MAIN, row("new", 2)), change(MAIN, row("newer", 3)));
    }
    Row old = row("old", 1);
    assertThat(readBack(MAIN))
        .containsExactlyInAnyOrder(
            row("new", 2),
            row("newer", 3),
            Row.of("old", "value 1", "string", 1L, null, old.value(5), old.value(6), old.value(7)));
  }

  @Test
  @Tag("promise-38")
  default void writesATableToWhichAUserAddedAColumn() {
    List<Column> columns = new ArrayList<>(MAIN.columns());
    columns.add(2, Column.of("note", ColumnType.TEXT));
    try (Destination.Session session = open()) {
      session.apply(new TableSchema(MAIN.id(), MAIN.role(), columns));
    }
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      commit(session, add(MAIN, row("a", 1)), change(MAIN, row("b", 1)));
    }
    assertThat(readBack(MAIN)).containsExactlyInAnyOrder(row("a", 1), row("b", 1));
  }

  @Test
  @Tag("promise-38")
  default void refusesATableOfSomebodyElse() {
    createForeignTable(MAIN.id());
    try (Destination.Session session = open()) {
      assertRefused(session, MAIN);
    }
  }

  @Test
  @Tag("promise-38")
  default void refusesATableThatLostItsFingerprints() {
    try (Destination.Session session = open()) {
      session.apply(MAIN);
    }
    dropColumn(MAIN, "_md5");
    try (Destination.Session session = open()) {
      assertRefused(session, MAIN);
    }
  }

  @Test
  @Tag("promise-38")
  default void refusesATableWhoseColumnHasAnotherType() {
    TableSchema other =
        new TableSchema(
            MAIN.id(),
            MAIN.role(),
            MAIN.columns().stream()
                .map(c -> c.name().equals("size") ? Column.of("size", ColumnType.DOUBLE) : c)
                .toList());
    try (Destination.Session session = open()) {
      session.apply(MAIN);
      assertRefused(session, other);
    }
  }

  @TestFactory
  @Tag("promise-35")
  default Stream<DynamicTest> takesAnyTextAsTheNameOfATable() {
    return Stream.of(
            "\"; drop table x; --",
            "select",
            "line\nbreak",
            "it's",
            "back\\slash",
            "colon :a <b> ?",
            "Grüße 東京 😀",
            "[bracket]")
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      if (allowsName(name)) {
                        writesTable(name);
                      } else {
                        refusesName(name);
                      }
                    }));
  }

  @Test
  @Tag("promise-35")
  default void refusesANameWithNul() {
    refusesName("a\0b");
  }

  private void refusesName(String name) {
    try (Destination.Session session = open()) {
      ConnectorException failure =
          catchThrowableOfType(
              ConnectorException.class, () -> session.apply(main(new TableId(name))));
      assertThat(failure).isNotNull();
      assertThat(failure.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
    }
  }

  private void writesTable(String name) {
    TableSchema schema = main(new TableId(name));
    try (Destination.Session session = open()) {
      session.apply(schema);
      session.apply(schema);
      commit(session, add(schema, row("a", 1)), add(schema, row("b", 1)));
      commit(session, change(schema, row("a", 2)));
      try (var known = session.knownRows(schema)) {
        assertThat(known).hasSize(2);
      }
    }
    assertThat(readBack(schema)).containsExactlyInAnyOrder(row("a", 2), row("b", 1));
  }

  private static void assertRefused(Destination.Session session, TableSchema schema) {
    ConnectorException failure =
        catchThrowableOfType(ConnectorException.class, () -> session.apply(schema));
    assertThat(failure).isNotNull();
    assertThat(failure.code()).isEqualTo(ErrorCode.TABLE_FOREIGN);
    assertThat(failure).hasMessageContaining(schema.id().name());
  }

  private static TableSchema without(TableSchema schema, String column) {
    return new TableSchema(
        schema.id(),
        schema.role(),
        schema.columns().stream()
            .filter(c -> !c.name().equals(column))
            .collect(Collectors.toList()));
  }

  private static Row drop(Row row, int index) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      if (i != index) {
        values.add(row.value(i));
      }
    }
    return Row.of(values.toArray());
  }
}

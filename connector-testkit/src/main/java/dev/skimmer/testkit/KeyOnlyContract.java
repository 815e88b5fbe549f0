package dev.skimmer.testkit;

import static dev.skimmer.testkit.ContractTables.add;
import static dev.skimmer.testkit.ContractTables.change;
import static dev.skimmer.testkit.ContractTables.commit;
import static dev.skimmer.testkit.ContractTables.remove;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A table may have no column outside of its primary key: then a changed row is the same row. */
interface KeyOnlyContract extends DestinationHarness {
  TableSchema NAMES =
      new TableSchema(
          new TableId("copy_names"),
          TableRole.SERIES,
          List.of(new Column("key", ColumnType.TEXT, ColumnRole.KEY)));
  TableSchema MEMBERS =
      new TableSchema(
          new TableId("copy_members"),
          TableRole.SERIES,
          List.of(
              new Column("key", ColumnType.TEXT, ColumnRole.KEY),
              new Column("member", ColumnType.TEXT, ColumnRole.SUBKEY)));

  @Test
  default void writesRowsThatAreNothingButTheirKey() {
    try (Destination.Session session = open()) {
      session.apply(NAMES);
      commit(session, add(NAMES, Row.of("a")), change(NAMES, Row.of("b")));
      commit(
          session,
          change(NAMES, Row.of("a")),
          change(NAMES, Row.of("c")),
          remove(NAMES, "b"),
          add(NAMES, Row.of("d")));
    }
    assertThat(readBack(NAMES)).containsExactlyInAnyOrder(Row.of("a"), Row.of("c"), Row.of("d"));
  }

  @Test
  default void writesRowsThatAreNothingButTheirKeyAndSubkey() {
    try (Destination.Session session = open()) {
      session.apply(MEMBERS);
      commit(session, add(MEMBERS, Row.of("s", "1")), change(MEMBERS, Row.of("s", "2")));
      commit(
          session,
          change(MEMBERS, Row.of("s", "1")),
          remove(MEMBERS, "s", "2", "2"),
          change(MEMBERS, Row.of("s", "3")));
      commit(session, change(MEMBERS, Row.of("s", "1")), change(MEMBERS, Row.of("S", "1")));
    }
    assertThat(readBack(MEMBERS))
        .containsExactlyInAnyOrder(Row.of("s", "1"), Row.of("s", "3"), Row.of("S", "1"));
  }
}

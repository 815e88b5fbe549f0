package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fact;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.spi.TableId;
import dev.skimmer.testkit.RedisExtension;
import dev.skimmer.testkit.RedisServerFixture;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several databases of one server. */
class DatabasesTest {
  @RegisterExtension private static final RedisExtension REDIS = RedisExtension.plain();

  private final Map<String, FakeKnownRows> tables = new LinkedHashMap<>();

  private void set(int database, String key, String value) {
    REDIS.call("SELECT", database);
    REDIS.call("SET", key, value);
  }

  private static Source.Session open(TestConfigs config) {
    return new DragonflySource().open(config.build(), Context.system());
  }

  private static Source.Session open(String databases) {
    return open(TestConfigs.port(REDIS.port()).database(databases));
  }

  private static ConnectorException failure(TestConfigs config) {
    ConnectorException failure =
        catchThrowableOfType(ConnectorException.class, () -> open(config).close());
    assertThat(failure).isNotNull();
    return failure;
  }

  private FakeKnownRows table(TableId id) {
    return tables.computeIfAbsent(id.name(), FakeKnownRows::new);
  }

  private Map<String, FakeKnownRows> sync(String databases) {
    tables.values().forEach(FakeKnownRows::newPass);
    try (Source.Session session = open(databases)) {
      for (Split split : session.plan(4)) {
        try (SplitReader reader = session.read(split, Cursor.START, table(split.table()))) {
          Passes.drain(reader, table(split.table()));
        }
      }
      for (Split split : session.plan(4)) {
        try (SplitReader reader = session.sweep(split.table(), table(split.table()))) {
          Passes.drain(reader, table(split.table()));
        }
      }
    }
    return tables;
  }

  @Test
  void oneDatabaseFillsThePlainTableWhateverItsNumber() {
    try (Source.Session session = open("3")) {
      assertThat(session.tables().stream().map(table -> table.id().name()))
          .containsExactly(
              "dragonfly_data",
              "dragonfly_data_timeseries",
              "dragonfly_data_stream",
              "dragonfly_data_errors");
      assertThat(session.plan(4)).containsExactly(new Split("all", new TableId("dragonfly_data")));
      assertThat(session.identity()).endsWith(REDIS.port() + "/3");
      assertThat(session.scope()).doesNotContain("databases");
    }
  }

  @Test
  void severalDatabasesFillATableEachAndNumberZeroThePlainOne() {
    try (Source.Session session = open("11,0,1")) {
      assertThat(session.tables().stream().map(table -> table.id().name()))
          .containsExactly(
              "dragonfly_data",
              "dragonfly_data_db1",
              "dragonfly_data_db11",
              "dragonfly_data_timeseries",
              "dragonfly_data_stream",
              "dragonfly_data_errors",
              "dragonfly_data_db1_timeseries",
              "dragonfly_data_db1_stream",
              "dragonfly_data_db1_errors",
              "dragonfly_data_db11_timeseries",
              "dragonfly_data_db11_stream",
              "dragonfly_data_db11_errors");
      assertThat(session.plan(4))
          .containsExactly(
              new Split("db0", new TableId("dragonfly_data")),
              new Split("db1", new TableId("dragonfly_data_db1")),
              new Split("db11", new TableId("dragonfly_data_db11")));
    }
  }

  @Test
  void severalDatabasesAreOnePipelineAndTheCopyOfNumberZero() {
    for (String databases : new String[] {"3,7", "0,3", "*"}) {
      try (Source.Session session = open(databases)) {
        assertThat(session.pipeline()).isEqualTo("dragonfly_data");
        assertThat(session.identity()).endsWith(REDIS.port() + "/0");
        assertThat(session.scope()).endsWith(" databases=" + databases);
      }
    }
  }

  @Test
  void aKeyOfOneNameIsAnotherKeyInEachDatabase() {
    set(0, "k", "zero");
    set(3, "k", "three");
    Map<String, FakeKnownRows> rows = sync("0,3,7");
    assertThat(RowView.of(rows.get("dragonfly_data"), "k").value()).isEqualTo("zero");
    assertThat(RowView.of(rows.get("dragonfly_data_db3"), "k").value()).isEqualTo("three");
    assertThat(rows.get("dragonfly_data_db7").rows()).isEmpty();
  }

  @Test
  void theSweepAsksTheDatabaseOfTheTable() {
    set(0, "k", "zero");
    set(3, "k", "three");
    sync("*");
    REDIS.call("SELECT", 3);
    REDIS.call("DEL", "k");
    sync("*");
    assertThat(tables.get("dragonfly_data").rows()).containsOnlyKeys("k");
    assertThat(tables.get("dragonfly_data_db3").rows()).isEmpty();
  }

  @Test
  void entriesOfTheErrorsTableGoToTheTableOfTheirDatabase() {
    set(3, "large", "x".repeat(101));
    try (Source.Session session =
            open(TestConfigs.port(REDIS.port()).database("0,3").maxValueBytes(100));
        SplitReader reader =
            session.read(session.plan(4).get(1), Cursor.START, table(new TableId("main_db3")))) {
      assertThat(reader.poll(java.time.Duration.ofSeconds(5)))
          .first()
          .extracting("table")
          .isEqualTo(new TableId("dragonfly_data_db3_errors"));
    }
  }

  @Test
  void countsTheKeysOfEachDatabase() {
    set(1, "a", "1");
    set(1, "b", "1");
    set(11, "a", "1");
    try (Source.Session session = open("*")) {
      assertThat(session.estimatedKeys(new TableId("dragonfly_data"))).hasValue(0);
      assertThat(session.estimatedKeys(new TableId("dragonfly_data_db1"))).hasValue(2);
      assertThat(session.estimatedKeys(new TableId("dragonfly_data_db11"))).hasValue(1);
    }
  }

  @Test
  void allDatabasesAreThoseThatTheServerHas() {
    try (RedisServerFixture small = RedisServerFixture.start("--databases", "4");
        Source.Session session = open(TestConfigs.port(small.port()).database("*"))) {
      assertThat(session.plan(4)).extracting(Split::id).containsExactly("db0", "db1", "db2", "db3");
    }
  }

  @Test
  void aDatabaseThatIsNamedMustBeThere() {
    try (RedisServerFixture small = RedisServerFixture.start("--databases", "4")) {
      ConnectorException failure = failure(TestConfigs.port(small.port()).database("0,3,7"));
      assertThat(failure.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
      assertThat(failure).hasMessageContaining("no database 7").hasMessageContaining("index");
    }
  }

  @Test
  void aClusterHasDatabaseZeroAlone() {
    try (RedisServerFixture cluster = RedisServerFixture.start("--cluster-enabled", "yes")) {
      ConnectorException failure = failure(TestConfigs.port(cluster.port()).database("0,3"));
      assertThat(failure.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
      assertThat(failure).hasMessageContaining("Set database to 0").hasMessageContaining("cluster");
      try (Source.Session session = open(TestConfigs.port(cluster.port()).database("*"))) {
        assertThat(session.plan(4))
            .extracting(Split::table)
            .containsExactly(new TableId(TestConfigs.TABLE));
      }
    }
  }

  @Test
  void aUserWhoMayNotSelectIsToldWhichRuleIsMissing() {
    REDIS.call("ACL", "SETUSER", "sync", "on", ">secret", "~*", "+@all", "-select");
    for (String databases : new String[] {"*", "0,3", "3,7", "3"}) {
      ConnectorException failure =
          failure(TestConfigs.port(REDIS.port()).user("sync", "secret").database(databases));
      assertThat(failure.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
      assertThat(failure).hasMessageContaining("+select");
    }
  }

  @Test
  void aUserWhoMayNotCountReadsAllDatabases() {
    REDIS.call(
        "ACL", "SETUSER", "sync", "on", ">secret", "~*", "+@all", "-dbsize", "-info", "-config");
    set(3, "k", "v");
    try (Source.Session session =
        open(TestConfigs.port(REDIS.port()).user("sync", "secret").database("*"))) {
      assertThat(session.plan(4)).hasSize(16);
      assertThat(session.estimatedKeys(new TableId("dragonfly_data_db3")))
          .isEqualTo(OptionalLong.empty());
      String epoch = session.epoch().value();
      assertThat(session.epoch().value()).isEqualTo(epoch);
      assertThat(session.check())
          .extracting(Fact::name)
          .contains("databases", "sample")
          .doesNotContain("keys");
    }
  }

  @Test
  void checkShowsTheDatabasesWithTheirKeys() {
    set(0, "a", "1");
    set(3, "a", "1");
    set(3, "b", "1");
    try (Source.Session session = open("0,3,7")) {
      assertThat(session.check())
          .contains(
              new Fact("databases", "0 (1 keys), 3 (2 keys), 1 empty"),
              new Fact("keys", "3"),
              new Fact("sample", "all 3 keys of the first page are readable"));
    }
  }
}

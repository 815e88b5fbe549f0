package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.skimmer.keyspace.Oracle;
import dev.skimmer.keyspace.OtherTables;
import dev.skimmer.keyspace.Tables;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values far larger than a row: a process with a small heap lists them as errors, and the server is
 * never asked for more than a window of them at once.
 */
class BigKeysIT {
  private static final int ELEMENTS = Integer.getInteger("skimmer.big.elements", 10_000_000);
  private static final int STRING_MEGABYTES = Integer.getInteger("skimmer.big.megabytes", 512);
  private static final int DOCUMENT_MEGABYTES = Integer.getInteger("skimmer.big.document", 50);
  private static final String TABLE = "dragonfly_data";
  private static final int AT_ONCE = 50_000;
  private static final int WINDOW = 1_000;
  private static final int SERIES_WINDOW = 5_000;
  private static final long MAX_VALUE_BYTES = 16 << 20;

  /** Commands that take the time of one element, and JSON.GET: a document has no windows. */
  private static final Set<String> OTHERS =
      Set.of(
          "AUTH",
          "CLIENT",
          "COMMAND",
          "EXISTS",
          "HELLO",
          "HLEN",
          "INFO",
          "JSON.GET",
          "LINDEX",
          "LLEN",
          "PEXPIRETIME",
          "PING",
          "ROLE",
          "SCAN",
          "SCARD",
          "SELECT",
          "STRLEN",
          "TS.INFO",
          "TYPE",
          "XINFO",
          "ZCARD",
          "DBSIZE",
          "JSON.TYPE");

  private static final int TOO_LARGE = 6;
  private static final List<String> SMALL_HEAP = List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError");

  private static RedisServerFixture server;
  private static RespClient client;
  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    server = RedisServerFixture.startWithModules();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @AfterEach
  void clear() {
    client.call("FLUSHALL");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hash|'HSET',KEYS[1],'a field of this very large collection:'..i,i",
        "set|'SADD',KEYS[1],'a member of this very large collection:'..i",
        "zset|'ZADD',KEYS[1],i,'a member of this very large collection:'..i",
        "list|'RPUSH',KEYS[1],'an element of this very large collection:'..i"
      })
  @Tag("promise-10")
  void aCollectionOfTenMillionElementsIsReadInWindowsAndListedAsAnError(String type, String call)
      throws IOException {
    fill(call, ELEMENTS);
    sync(TOO_LARGE, type);
    assertTooLarge(type, ELEMENTS + " elements");
  }

  @Test
  @Tag("promise-11")
  void aStringOfHalfAGigabyteIsListedAsAnError() throws IOException {
    client.call("SETRANGE", "big", (STRING_MEGABYTES << 20) - 4, "last");
    sync(TOO_LARGE, "string");
    assertTooLarge("string", (STRING_MEGABYTES << 20) + " bytes");
  }

  @Test
  @Tag("promise-37")
  void aDocumentOfFiftyMegabytesIsListedAsAnError() throws IOException {
    String text = "\"" + "x".repeat(1021) + "\"";
    String document = "[" + (text + ",").repeat(DOCUMENT_MEGABYTES << 10) + text + "]";
    client.call("JSON.SET", "big", "$", document);
    sync(TOO_LARGE, "json");
    assertTooLarge("json", document.length() + " bytes");
  }

  @Test
  @Tag("promise-37")
  void aDocumentOfTheDeepestNestingBecomesItsRow() throws IOException {
    client.call("JSON.SET", "big", "$", "[".repeat(126) + "{\"deep\":1}" + "]".repeat(126));
    sync(0, "json");
    assertEqual();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"hash|'HSET',KEYS[1],'f'..i,'v'|650000", "set|'SADD',KEYS[1],'m'..i|1050000"})
  void aCollectionJustBelowTheLimitBecomesItsRow(String type, String call, int elements)
      throws IOException {
    fill(call, elements);
    sync(0, type);
    assertEqual();
  }

  @Test
  void aSeriesOfTenMillionSamplesIsCopiedInWindows() throws IOException {
    fill("'TS.ADD',KEYS[1],i*10,i", ELEMENTS);
    sync(0, "timeseries");
    assertThat(
            Tables.texts(
                database(),
                "SELECT count(*) || ' ' || count(DISTINCT epoch_ms(timestamp)) || ' '"
                    + " || sum(value)::HUGEINT FROM dragonfly_data_timeseries"))
        .containsExactly("%1$d %1$d %2$d".formatted(ELEMENTS, sumToElements()));
  }

  @Test
  void aStreamOfTenMillionEntriesIsCopiedInWindows() throws IOException {
    fill("'XADD',KEYS[1],i..'-1','f',i", ELEMENTS);
    sync(0, "stream");
    assertThat(
            Tables.texts(
                database(),
                "SELECT count(*) || ' ' || count(DISTINCT id) || ' '"
                    + " || sum((fields->>'f')::BIGINT) FROM dragonfly_data_stream"))
        .containsExactly("%1$d %1$d %2$d".formatted(ELEMENTS, sumToElements()));
  }

  private static long sumToElements() {
    return (long) ELEMENTS * (ELEMENTS + 1) / 2;
  }

  private static void fill(String call, int elements) {
    String script = "for i=ARGV[1],ARGV[2] do redis.call(" + call + ") end";
    for (int from = 1; from <= elements; from += AT_ONCE) {
      client.call("EVAL", script, 1, "big", from, Math.min(elements, from + AT_ONCE - 1));
    }
  }

  private void sync(int expectedExitCode, String type) throws IOException {
    Path database = database();
    Path config =
        CliRun.config(
            folder,
            Map.of(
                "host", "127.0.0.1", "port", server.port(), "destination", "duckdb:" + database));
    Path log = folder.resolve("log");
    ServerLoad.record(client);
    int exitCode =
        CliRun.exitCodeOf(CliRun.start(SMALL_HEAP, folder, log, "sync", config.toString()));
    ServerLoad load = ServerLoad.stop(client);
    System.out.println(type + ": " + load);
    assertThat(exitCode).as(Files.readString(log)).isEqualTo(expectedExitCode);
    assertThat(load.commands()).allSatisfy(BigKeysIT::assertReadsAWindowAtMost);
  }

  private static void assertReadsAWindowAtMost(ServerLoad.Executed command) {
    switch (command.name()) {
      case "HSCAN", "SSCAN" -> assertThat(command.number(4)).isLessThanOrEqualTo(WINDOW);
      case "LRANGE", "ZRANGE" ->
          assertThat(command.number(3) - command.number(2)).isBetween(0L, WINDOW - 1L);
      case "GETRANGE" ->
          assertThat(command.number(3) - command.number(2)).isBetween(0L, MAX_VALUE_BYTES);
      case "TS.RANGE", "XRANGE" -> assertThat(command.number(5)).isLessThanOrEqualTo(SERIES_WINDOW);
      default -> assertThat(command.name()).isIn(OTHERS);
    }
  }

  private void assertTooLarge(String type, String size) {
    Path database = database();
    OtherTables.assertErrors(database, TABLE, Map.of("big", type + " VALUE_TOO_LARGE"));
    assertThat(Tables.texts(database, "SELECT message FROM " + TABLE + "_errors"))
        .singleElement(STRING)
        .contains(size);
    assertThat(Tables.number(database, "SELECT count(*) FROM " + TABLE)).isZero();
  }

  private void assertEqual() {
    try (Oracle oracle = new Oracle(server.port())) {
      Tables.assertEqual(database(), TABLE, oracle.read(), 0);
    }
  }

  private Path database() {
    return folder.resolve("big.duckdb");
  }
}

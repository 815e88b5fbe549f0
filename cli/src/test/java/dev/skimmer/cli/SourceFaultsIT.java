package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.keyspace.Tables;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.ReplicaPair;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.proxy.ActiveRule;
import dev.skimmer.testkit.proxy.Call;
import dev.skimmer.testkit.proxy.Fault;
import dev.skimmer.testkit.proxy.FaultProxy;
import dev.skimmer.testkit.proxy.FaultRule;
import dev.skimmer.testkit.proxy.Gate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole syncs of a server that fails while it is read. */
@Timeout(90)
class SourceFaultsIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int KEYS = 400;

  @TempDir private Path folder;
  private Path database;
  private RedisServerFixture server;
  private FaultProxy proxy;

  @BeforeEach
  void start() {
    database = folder.resolve("shop.duckdb");
    server = RedisServerFixture.start();
    proxy = FaultProxy.start(server.port());
    set(server, 0, KEYS, "v");
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.close();
  }

  private static void set(RedisServerFixture server, int from, int to, String value) {
    try (RespClient client = server.client()) {
      IntStream.range(from, to).forEach(i -> client.send("SET", "k" + i, value));
      client.flushAll();
    }
  }

  private static void remove(RedisServerFixture server, int from, int to) {
    try (RespClient client = server.client()) {
      IntStream.range(from, to).forEach(i -> client.send("DEL", "k" + i));
      client.flushAll();
    }
  }

  private CliRun sync(Map<String, ?> more) {
    Map<String, Object> values = new HashMap<>();
    values.put("host", RedisServerFixture.HOST);
    values.put("port", proxy.port());
    values.put("destination", "duckdb:" + database);
    values.put("batch_size", 20);
    values.put("checkpoint_records", 40);
    values.put("timeout_seconds", 2);
    values.putAll(more);
    return CliRun.of("sync", CliRun.config(folder, values).toString(), "--output", "json");
  }

  /** Syncs, and does something while a reply is held. */
  private CliRun syncWith(FaultRule.Choice choice, Map<String, ?> more, Runnable meanwhile) {
    Gate gate = new Gate();
    proxy.add(choice.then(Fault.hold(gate)));
    CompletableFuture<CliRun> run = CompletableFuture.supplyAsync(() -> sync(more));
    gate.awaitReply(LIMIT);
    meanwhile.run();
    gate.open();
    assertThat(run).succeedsWithin(Duration.ofSeconds(60));
    proxy.clear();
    return run.join();
  }

  private long rows(String condition) {
    return Tables.number(database, "SELECT count(*) FROM dragonfly_data WHERE " + condition);
  }

  private void assertEqual(int from, int to, String value) {
    List<String> expected =
        IntStream.range(from, to).mapToObj(i -> "k" + i + "=" + value).sorted().toList();
    assertThat(
            Tables.texts(database, "SELECT key || '=' || value FROM dragonfly_data ORDER BY ALL"))
        .isEqualTo(expected);
  }

  @Test
  @Tag("promise-1")
  void aServerThatIsKilledInMidScanKeepsWhatIsCommittedAndLosesNoRow() {
    sync(Map.of()).json(0);
    set(server, 0, KEYS, "changed");
    remove(server, 0, 100);
    CliRun run = syncWith(FaultRule.on("SCAN").at(8), Map.of(), server::kill);
    assertThat(run.json(3).get("code").asText()).isEqualTo("source_unreachable");
    assertThat(rows("true")).isEqualTo(KEYS);
    assertThat(rows("value = 'changed'")).isBetween(40L, KEYS - 100L - 1);
    assertThat(Tables.texts(database, "SELECT outcome FROM _skimmer_syncs ORDER BY started_at"))
        .hasSize(2)
        .last()
        .isNotEqualTo("in_sync");
    server.restart();
    set(server, 100, KEYS, "changed");
    sync(Map.of()).json(0);
    assertEqual(100, KEYS, "changed");
  }

  @Test
  @Tag("promise-3")
  void aServerThatStallsEachTimeEndsTheSyncAfterThreeAttempts() {
    ActiveRule stalls =
        proxy.add(FaultRule.on("SCAN").always().then(Fault.delay(Duration.ofSeconds(60))));
    long before = System.nanoTime();
    CliRun run = sync(Map.of("timeout_seconds", 1));
    assertThat(run.json(3).get("code").asText()).isEqualTo("source_timeout");
    assertThat(stalls.acts()).isEqualTo(3);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(40));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LOADING Redis is loading the dataset in memory",
        "ERR max number of clients reached"
      })
  @Tag("promise-18")
  void aServerThatIsNotReadyForAMomentIsReadToItsEnd(String error) {
    List<ActiveRule> refusals =
        List.of(
            proxy.add(FaultRule.on("PING").then(Fault.error(error))),
            proxy.add(FaultRule.on("SCAN").at(3).then(Fault.error(error))),
            proxy.add(FaultRule.on("TYPE").at(200).then(Fault.error(error))));
    sync(Map.of()).json(0);
    assertEqual(0, KEYS, "v");
    assertThat(refusals).allMatch(refusal -> refusal.acts() == 1);
  }

  @Test
  @Tag("promise-20")
  void aServerThatIsFlushedInMidScanMeetsTheGuardAndWithoutItIsTheTruth() {
    sync(Map.of()).json(0);
    Map<String, ?> guarded = Map.of("max_delete_percent", 10);
    CliRun run = syncWith(FaultRule.on("SCAN").at(4), guarded, () -> remove(server, 0, KEYS));
    assertThat(run.json(7).get("code").asText()).isEqualTo("delete_guard");
    assertEqual(0, KEYS, "v");
    set(server, 0, KEYS, "again");
    syncWith(FaultRule.on("SCAN").at(4), Map.of(), () -> remove(server, 0, KEYS)).json(0);
    assertThat(rows("true")).as("rows of keys that were read before").isLessThan(100);
    assertThat(rows("value <> 'again'")).isZero();
    sync(Map.of()).json(0);
    assertThat(rows("true")).isZero();
  }

  @Test
  @Tag("promise-20")
  void anEmptyServerMeetsTheGuardAndWithoutItIsTheTruth() {
    sync(Map.of()).json(0);
    remove(server, 0, KEYS);
    sync(Map.of("max_delete_percent", 99)).json(7);
    assertEqual(0, KEYS, "v");
    assertThat(sync(Map.of()).json(0).get("deleted").asLong()).isEqualTo(KEYS);
    assertThat(rows("true")).isZero();
  }

  @Test
  @Tag("promise-39")
  void aKeyOfAnUnknownTypeIsARowWithoutValueAndCounted() {
    proxy.add(FaultRule.on("TYPE").key("k7").always().then(Fault.bytes("+strange\r\n")));
    CliRun run = sync(Map.of());
    assertThat(run.json(0).get("unsupported").asLong()).isEqualTo(1);
    assertThat(rows("key = 'k7' AND value IS NULL AND data_type = 'strange'")).isEqualTo(1);
    assertThat(rows("true")).isEqualTo(KEYS);
  }

  @Test
  @Tag("promise-39")
  void aKeyOfAnUnknownTypeStopsTheSyncWhereSoConfigured() {
    proxy.add(FaultRule.on("TYPE").key("k7").always().then(Fault.bytes("+strange\r\n")));
    CliRun run = sync(Map.of("on_unsupported", "fail"));
    assertThat(run.json(6).get("code").asText()).isEqualTo("type_unsupported");
    assertThat(rows("key = 'k7'")).isZero();
  }

  @Test
  @Tag("promise-21")
  @Tag("guard")
  void aServerThatRestartsInMidPassIsScannedAnew() {
    sync(Map.of()).json(0);
    AtomicReference<String> first = new AtomicReference<>();
    ActiveRule beginnings = proxy.add(FaultRule.on("SCAN").key("0").at(100).then(Fault.reset()));
    JsonNode result =
        syncWith(
                FaultRule.on("SCAN").at(6),
                Map.of(),
                () -> {
                  server.kill();
                  server.restart();
                  set(server, 50, KEYS, "new");
                  proxy.add(FaultRule.on("SCAN").then(Fault.answer(noting(first))));
                })
            .json(0);
    assertThat(beginnings.matches()).isEqualTo(2);
    assertThat(first.get()).as("the first page of the new run").startsWith("SCAN 0 ");
    assertThat(result.get("resumed").asBoolean()).isFalse();
    assertEqual(50, KEYS, "new");
  }

  private static BiFunction<Call, byte[], byte[]> noting(AtomicReference<String> first) {
    return (call, reply) -> {
      first.set(call.toString());
      return reply;
    };
  }

  @Test
  @Tag("promise-21")
  @Tag("guard")
  void aCursorIsNotUsedOnAServerThatWasRestartedBetweenTwoSyncs() {
    syncWith(FaultRule.on("SCAN").at(8), Map.of(), server::kill).json(3);
    assertThat(rows("true")).isBetween(40L, KEYS - 1L);
    server.restart();
    set(server, 0, KEYS, "v");
    JsonNode result = sync(Map.of()).json(0);
    assertThat(result.get("resumed").asBoolean()).isFalse();
    assertThat(result.get("scanned").asLong()).isGreaterThanOrEqualTo(KEYS);
    assertEqual(0, KEYS, "v");
  }

  @Test
  @Tag("promise-22")
  void aFailoverToALaggingReplicaInMidPassBeginsANewOneOverWhatThatHolds() {
    try (ReplicaPair pair = ReplicaPair.start()) {
      proxy.redirect(pair.master().port());
      set(pair.master(), 0, KEYS, "v");
      pair.awaitInStep();
      pair.promoteReplica();
      set(pair.master(), KEYS, KEYS + 50, "late");
      sync(Map.of()).json(0);
      assertThat(rows("true")).isEqualTo(KEYS + 50);
      ActiveRule beginnings = proxy.add(FaultRule.on("SCAN").key("0").at(100).then(Fault.reset()));
      syncWith(
              FaultRule.on("SCAN").at(6),
              Map.of(),
              () -> {
                pair.master().kill();
                proxy.redirect(pair.replica().port());
              })
          .json(0);
      assertThat(beginnings.matches()).isEqualTo(2);
      assertEqual(0, KEYS, "v");
    }
  }

  @Test
  @Tag("promise-22")
  @Tag("guard")
  void nothingIsRemovedWhenTheServerLoadsBeforeTheSweepCommits() {
    sync(Map.of()).json(0);
    remove(server, 0, 5);
    String reply = "$11\r\nloading:1\r\n\r\n";
    CliRun run =
        syncWith(
            FaultRule.on("PTTL").key("k0"),
            Map.of("timeout_seconds", 1),
            () -> proxy.add(FaultRule.on("INFO").always().then(Fault.bytes(reply))));
    assertThat(run.json(3).get("code").asText()).isEqualTo("source_changed");
    assertEqual(0, KEYS, "v");
    assertThat(sync(Map.of()).json(0).get("deleted").asLong()).isEqualTo(5);
  }

  @Test
  @Tag("promise-22")
  @Tag("guard")
  void nothingIsRemovedWhenTheReplicaLosesItsMasterBeforeTheSweepCommits() {
    try (ReplicaPair pair = ReplicaPair.start()) {
      proxy.redirect(pair.replica().port());
      set(pair.master(), 0, KEYS, "v");
      pair.awaitInStep();
      sync(Map.of()).json(0);
      remove(pair.master(), 0, 5);
      pair.awaitInStep();
      CliRun run =
          syncWith(
              FaultRule.on("PTTL").key("k0"),
              Map.of(),
              () -> {
                pair.master().kill();
                pair.awaitLink("down");
              });
      assertThat(run.json(3).get("code").asText()).isEqualTo("source_changed");
      assertEqual(0, KEYS, "v");
      pair.promoteReplica();
      assertThat(sync(Map.of()).json(0).get("deleted").asLong()).isEqualTo(5);
      assertEqual(5, KEYS, "v");
    }
  }
}

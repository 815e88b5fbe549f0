package dev.skimmer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skimmer.keyspace.Tables;
import dev.skimmer.testkit.ClusterClient;
import dev.skimmer.testkit.RedisCluster;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.SlotMove;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole syncs of a real cluster whose slots move and whose masters fail meanwhile. */
@Tag("promise-19")
@Timeout(180)
@Tag("server-cluster")
class ClusterIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int KEYS = 600;
  private static final int TAGGED = 100;
  private static final int MANY = 20_000;

  /** Number of the master that is read through the proxy, and of the one that has a replica. */
  private static final int PROXIED = 1;

  private static final int REPLICATED = 0;

  @TempDir private Path folder;
  private Path database;
  private RedisCluster cluster;
  private ClusterClient client;
  private FaultProxy proxy;
  private String tag;

  @BeforeEach
  void start() {
    database = folder.resolve("shop.duckdb");
    proxy = FaultProxy.start(RedisServerFixture.freePort());
    List<String> announced = List.of("--cluster-announce-port", "" + proxy.port());
    // Replication does not pass the proxy, so that only the other one has a replica.
    cluster = RedisCluster.start(3, 1, number -> number == PROXIED ? announced : List.of());
    proxy.redirect(cluster.master(PROXIED).port());
    client = cluster.client();
    tag = tagOf(PROXIED);
    set("v");
  }

  @AfterEach
  void stop() {
    client.close();
    cluster.close();
    proxy.close();
  }

  /** Returns a text in braces that makes keys belong to a master. */
  private String tagOf(int master) {
    return IntStream.range(0, 1000)
        .mapToObj(i -> "{" + i + "}")
        .filter(tag -> cluster.firstOwnerOf(cluster.slotOf(tag)) == master)
        .findFirst()
        .orElseThrow();
  }

  /** Returns a key whose slot holds nothing but such keys. */
  private String tagged(int number) {
    return tag + number;
  }

  private SlotMove move() {
    return cluster.move(cluster.slotOf(tagged(0)), PROXIED, 2);
  }

  private void set(String value) {
    IntStream.range(0, KEYS).forEach(i -> client.call("SET", "k" + i, value));
    IntStream.range(0, TAGGED).forEach(i -> client.call("SET", tagged(i), value));
  }

  private CliRun sync(Map<String, ?> more) {
    Map<String, Object> values = new HashMap<>();
    values.put("host", RedisServerFixture.HOST);
    values.put("port", cluster.master(2).port());
    values.put("destination", "duckdb:" + database);
    values.put("batch_size", 20);
    values.put("checkpoint_records", 40);
    values.put("timeout_seconds", 3);
    values.putAll(more);
    return CliRun.of("sync", CliRun.config(folder, values).toString(), "--output", "json");
  }

  /** Syncs, and does something while a page of the master behind the proxy is held. */
  private CliRun syncWith(Runnable meanwhile) {
    Gate gate = new Gate();
    proxy.add(FaultRule.on("SCAN").at(4).then(Fault.hold(gate)));
    CompletableFuture<CliRun> run = CompletableFuture.supplyAsync(() -> sync(Map.of()));
    gate.awaitReply(LIMIT);
    meanwhile.run();
    gate.open();
    assertThat(run).succeedsWithin(Duration.ofSeconds(90));
    proxy.clear();
    return run.join();
  }

  private List<String> table() {
    return Tables.texts(database, "SELECT key || '=' || value FROM dragonfly_data ORDER BY ALL");
  }

  /** Asks the cluster itself for each key that there was ever. */
  private List<String> keyspace() {
    return Stream.concat(
            IntStream.range(0, KEYS).mapToObj(i -> "k" + i),
            IntStream.range(0, TAGGED).mapToObj(i -> tagged(i)))
        .map(key -> key + "=" + text(client.call("GET", key)))
        .filter(entry -> !entry.endsWith("=null"))
        .sorted()
        .toList();
  }

  private static String text(Object reply) {
    return reply instanceof byte[] bytes ? new String(bytes, UTF_8) : "null";
  }

  private void assertEqual(int expected) {
    assertThat(table()).hasSize(expected).isEqualTo(keyspace());
  }

  @Test
  void aSyncEqualsTheKeysOfAllMasters() {
    assertThat(sync(Map.of()).json(0).get("inserted").asLong()).isEqualTo(KEYS + TAGGED);
    assertEqual(KEYS + TAGGED);
    client.call("SET", "k1", "changed");
    client.call("DEL", "k2");
    client.call("DEL", tagged(3));
    JsonNode second = sync(Map.of()).json(0);
    assertThat(second.get("updated").asLong()).isEqualTo(1);
    assertThat(second.get("deleted").asLong()).isEqualTo(2);
    assertEqual(KEYS + TAGGED - 2);
  }

  @Test
  @Tag("guard")
  void aSlotThatMovesInMidPassLosesNoRow() {
    sync(Map.of()).json(0);
    set("changed");
    CliRun run = syncWith(() -> move().wholly());
    assertThat(run.json(0).get("deleted").asLong()).isZero();
    assertThat(run.err()).contains("Beginning a new pass");
    assertEqual(KEYS + TAGGED);
  }

  @Test
  @Tag("guard")
  void aHalfMovedSlotIsReadButNothingIsRemovedUntilItIsAtRest() {
    sync(Map.of()).json(0);
    set("changed");
    client.call("DEL", "k1");
    client.call("DEL", tagged(1));
    SlotMove move = move();
    move.begin();
    move.keys(TAGGED / 2);
    CliRun run = sync(Map.of("retry_seconds", 10, "checkpoint_records", 10_000));
    assertThat(run.json(3).get("code").asText()).isEqualTo("source_changed");
    assertThat(table()).hasSize(KEYS + TAGGED);
    assertThat(Tables.number(database, "SELECT count(*) FROM dragonfly_data WHERE value = 'v'"))
        .as("rows of the keys that are gone")
        .isEqualTo(2);
    move.end();
    assertThat(sync(Map.of()).json(0).get("deleted").asLong()).isEqualTo(2);
    assertEqual(KEYS + TAGGED - 2);
  }

  @Test
  void aMasterThatIsKilledInMidPassIsReplacedAndLosesNoRow() {
    sync(Map.of()).json(0);
    set("changed");
    client.call("DEL", "k1");
    fillReplicated();
    CliRun run = syncWith(() -> cluster.killMaster(REPLICATED));
    assertThat(run.json(0).get("deleted").asLong()).isEqualTo(1);
    assertThat(run.err()).contains("Beginning a new pass");
    assertThat(Tables.number(database, "SELECT count(*) FROM dragonfly_data WHERE value = 'big'"))
        .isEqualTo(MANY);
    assertThat(table().stream().filter(entry -> !entry.endsWith("=big")).toList())
        .hasSize(KEYS + TAGGED - 1)
        .isEqualTo(keyspace());
  }

  /** Gives the master that is to be killed so many keys that it is still being read then. */
  private void fillReplicated() {
    String there = tagOf(REPLICATED);
    try (RespClient direct = cluster.master(REPLICATED).client()) {
      IntStream.range(0, MANY).forEach(i -> direct.send("SET", there + "big" + i, "big"));
      direct.flushAll();
    }
    cluster.awaitReplicas();
  }
}

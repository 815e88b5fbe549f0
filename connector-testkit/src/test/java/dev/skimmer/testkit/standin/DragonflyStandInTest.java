package dev.skimmer.testkit.standin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.testkit.RespClient;
import dev.skimmer.testkit.RespClient.ErrorReply;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of Dragonfly that the stand-in keeps. */
class DragonflyStandInTest {
  private static final int SHARDS = 3;
  private static final int KEYS = 2_000;

  private static DragonflyStandIn server;
  private RespClient client;

  @BeforeAll
  static void start() {
    server = DragonflyStandIn.start(SHARDS);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void fill() {
    client = server.client();
    client.call("FLUSHALL");
    IntStream.range(0, KEYS).forEach(i -> client.send("SET", "k" + i, "v" + i));
    client.flushAll();
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private record Page(long cursor, List<String> keys) {}

  private Page scan(long cursor) {
    List<?> reply = (List<?>) client.call("SCAN", cursor, "COUNT", 100);
    List<String> keys = new ArrayList<>();
    ((List<?>) reply.get(1)).forEach(key -> keys.add(new String((byte[]) key, UTF_8)));
    return new Page(Long.parseLong(new String((byte[]) reply.get(0), UTF_8)), keys);
  }

  @Test
  void oneCursorWalksAllShards() {
    TreeSet<String> seen = new TreeSet<>();
    Page page = scan(0);
    seen.addAll(page.keys());
    while (page.cursor() != 0) {
      page = scan(page.cursor());
      seen.addAll(page.keys());
    }
    assertThat(seen).hasSize(KEYS);
  }

  @Test
  void aCursorThatIsTheNumberOfAShardBeginsThere() {
    IntStream.range(0, SHARDS).forEach(this::assertShardIsWalkedAlone);
  }

  private void assertShardIsWalkedAlone(int shard) {
    TreeSet<String> ofShard = new TreeSet<>();
    long cursor = shard;
    do {
      Page page = scan(cursor);
      page.keys().stream()
          .filter(key -> server.shardOf(key.getBytes(UTF_8)) == shard)
          .forEach(ofShard::add);
      cursor = page.cursor();
    } while (cursor % 1024 == shard && cursor != 0);
    long expected =
        IntStream.range(0, KEYS)
            .filter(i -> server.shardOf(("k" + i).getBytes(UTF_8)) == shard)
            .count();
    assertThat(ofShard).hasSize((int) expected);
    assertThat(cursor == 0).isEqualTo(shard == SHARDS - 1);
  }

  @Test
  void thereIsNothingBehindTheLastShard() {
    assertThat(scan(SHARDS)).isEqualTo(new Page(0, List.of()));
  }

  @Test
  void repliesComeInTheOrderOfCommands() {
    for (int i = 0; i < KEYS; i++) {
      client.send("GET", "k" + i);
      if (i % 7 == 0) {
        client.send("DBSIZE");
      }
    }
    List<Object> replies = client.flush();
    int next = 0;
    for (int i = 0; i < KEYS; i++) {
      assertThat(replies.get(next++)).isEqualTo(("v" + i).getBytes(UTF_8));
      if (i % 7 == 0) {
        assertThat(replies.get(next++)).isEqualTo((long) KEYS);
      }
    }
  }

  @Test
  void whatDragonflyLacksIsUnknown() {
    for (String command :
        List.of("OBJECT ENCODING k1", "TS.INFO k1", "SWAPDB 0 1", "CLUSTER SLOTS")) {
      Object reply = client.reply((Object[]) command.split(" ", -1));
      assertThat(reply)
          .as(command)
          .isInstanceOfSatisfying(
              ErrorReply.class, error -> assertThat(error.text()).contains("unknown command"));
    }
  }

  @Test
  void itTellsItsVersionShardsAndKeysButNoRunId() {
    client.call("SELECT", 3);
    client.call("SET", "other", "v", "EX", 100);
    assertThat(client.text("INFO"))
        .contains(
            "dragonfly_version:df-v", "thread_count:3", "db0:keys=2000", "db3:keys=1,expires=1")
        .doesNotContain("run_id");
  }

  @Test
  void eachProcessHasAReplicationIdOfItsOwn() {
    String before = replicationId();
    assertThat(replicationId()).isEqualTo(before);
    server.restart();
    client = server.client();
    assertThat(replicationId()).isNotEqualTo(before);
    assertThat(client.call("DBSIZE")).isEqualTo((long) KEYS);
  }

  private String replicationId() {
    return client.text("INFO").replaceAll("(?s).*master_replid:(\\w+).*", "$1");
  }

  @Test
  void aKeyMovesWhenItIsRenamedAndSeveralAreDeletedAtOnce() {
    for (int i = 0; i < 20; i++) {
      client.call("RENAME", "k" + i, "renamed" + i);
      assertThat(client.text("GET", "renamed" + i)).isEqualTo("v" + i);
    }
    assertThat(client.call("DEL", "k20", "k21", "k22", "k0")).isEqualTo(3L);
    assertThat(client.call("DBSIZE")).isEqualTo(KEYS - 3L);
  }
}

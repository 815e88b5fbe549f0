package dev.skimmer.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.testkit.RespClient.ErrorReply;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The cluster that tests run against is one. */
@Timeout(120)
class RedisClusterTest {
  private static final String KEY = "{tag}key";

  @Test
  void keysAreWrittenWhereTheyBelongAndMoveWithTheirSlots() {
    try (RedisCluster cluster = RedisCluster.start();
        ClusterClient client = cluster.client()) {
      int slot = cluster.slotOf(KEY);
      int from = cluster.firstOwnerOf(slot);
      int to = (from + 1) % cluster.masters();
      client.call("SET", KEY, "v");
      client.call("SET", "{tag}other", "w");
      assertThat(replyOf(cluster, from)).isEqualTo("v");
      assertThat(replyOf(cluster, to)).startsWith("MOVED " + slot);

      SlotMove move = cluster.move(slot, from, to);
      move.begin();
      assertThat(move.keys(1)).isEqualTo(1);
      assertThat(move.keys(10)).isEqualTo(1);
      assertThat(replyOf(cluster, from)).startsWith("ASK " + slot);
      assertThat(new String((byte[]) client.call("GET", KEY), UTF_8)).isEqualTo("v");

      move.end();
      assertThat(replyOf(cluster, to)).isEqualTo("v");
      assertThat(replyOf(cluster, from)).startsWith("MOVED " + slot);
    }
  }

  @Test
  void aReplicaTakesOverFromAMasterThatWasKilled() {
    try (RedisCluster cluster = RedisCluster.start(3, 3, number -> List.of());
        ClusterClient client = cluster.client()) {
      int owner = cluster.firstOwnerOf(cluster.slotOf(KEY));
      client.call("SET", KEY, "v");
      cluster.awaitReplicas();
      cluster.failOver(owner);
      try (RespClient replica = cluster.replica(owner).client()) {
        assertThat(replica.text("GET", KEY)).isEqualTo("v");
      }
      assertThat(new String((byte[]) client.call("GET", KEY), UTF_8)).isEqualTo("v");
    }
  }

  private static String replyOf(RedisCluster cluster, int master) {
    try (RespClient client = cluster.master(master).client()) {
      Object reply = client.reply("GET", KEY);
      return reply instanceof ErrorReply error ? error.text() : new String((byte[]) reply, UTF_8);
    }
  }
}

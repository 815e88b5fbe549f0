package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Source;
import dev.skimmer.testkit.ClusterClient;
import dev.skimmer.testkit.RedisCluster;
import dev.skimmer.testkit.TlsAuthority;
import dev.skimmer.testkit.TlsFiles;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster all of whose nodes are reached with TLS, by a user with a password. */
@Timeout(120)
class ClusterTlsTest {
  private static final String SECRET = "canary-tls-9";
  private static final int KEYS = 300;

  @TempDir private Path directory;

  @Test
  @Tag("promise-19")
  void allMastersAreReachedWithTheSameEncryptionAndUser() throws Exception {
    TlsFiles files = TlsAuthority.create(directory, "One").issue("good", "ip:127.0.0.1", "-1d", 30);
    try (RedisCluster cluster = RedisCluster.startEncrypted(files);
        ClusterClient client = cluster.client()) {
      IntStream.range(0, KEYS).forEach(i -> client.call("SET", "k" + i, i));
      cluster.onEachNode(
          node -> {
            node.call("ACL", "SETUSER", "reader", "on", ">" + SECRET, "~*", "+@all");
            // Who comes without user gets nowhere from now on.
            node.call("ACL", "SETUSER", "default", "-@all");
          });
      DragonflyConfig config =
          TestConfigs.port(cluster.tlsPort(0))
              .user("reader", SECRET)
              .with("ssl", "true")
              .with("ssl_ca_file", files.authority().toString())
              .maxValueBytes(100_000)
              .build();
      FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);
      try (Source.Session session = new DragonflySource().open(config, Context.system())) {
        session.epoch();
        assertThat(session.plan(1)).hasSize(3);
        Passes.pass(session, known);
      }
      assertThat(known.rows()).hasSize(KEYS);
    }
  }
}

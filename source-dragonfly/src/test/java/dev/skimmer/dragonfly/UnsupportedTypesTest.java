package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Row;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import org.junit.jupiter.api.Test;

/** Types that cannot be copied are named, not passed over. */
class UnsupportedTypesTest {
  private final FakeKnownRows known = new FakeKnownRows(TestConfigs.TABLE);

  @Test
  void anUnsupportedTypeBecomesAnEntryOfTheErrorsTable() {
    try (RedisServerFixture server = RedisServerFixture.start();
        RespClient client = server.client()) {
      client.call("XADD", "events", "*", "f", "v");
      client.call("SET", "k", "v");
      DragonflyConfig config = TestConfigs.port(server.port()).build();
      Passes.sync(config, known);
      Row error = known.errors().get("events");
      assertThat(error.value(1)).isEqualTo("stream");
      assertThat(error.value(2)).isEqualTo("TYPE_UNSUPPORTED");
      assertThat(known.rows()).containsOnlyKeys("k");
      client.call("DEL", "events");
      client.call("SET", "events", "now a string");
      Passes.sync(config, known);
      assertThat(known.errors()).isEmpty();
      assertThat(RowView.of(known, "events").value()).isEqualTo("now a string");
    }
  }
}

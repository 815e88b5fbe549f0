import dev.skimmer.cli.demo.ShopKeyspace;
import dev.skimmer.testkit.RedisServerFixture;
import dev.skimmer.testkit.RespClient;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.concurrent.TimeUnit;

/**
 * The servers that the documentation's commands meet: a Redis 7.4 with modules that holds the shop
 * of {@code skimmer demo}, a few series, a stream and a document, and an empty PostgreSQL. Prints
 * their ports, and ends them when its standard input ends. A line there kills the Redis, and starts
 * it again with what it held.
 *
 * <p>An argument says how many keys the shop has, instead of 2,000.
 */
class Servers {
  private static final int KEYS = 2000;
  private static final int SECONDS_AWAY = 5;

  /** 2026-11-01 00:00 UTC, in milliseconds. */
  private static final long START = 1_793_491_200_000L;

  private static final int QUARTER_HOUR = 900_000;
  private static final int SAMPLES = 48;

  /** Moves every expiry two days away, so that nothing expires while the pages are read. */
  private static final String TOMORROW =
      """
      for _, key in ipairs(redis.call('KEYS', '*')) do
        local ttl = redis.call('TTL', key)
        if ttl > 0 then redis.call('EXPIRE', key, ttl + 2 * 86400) end
      end
      """;

  public static void main(String[] arguments) throws Exception {
    try (RedisServerFixture redis = RedisServerFixture.startWithModules();
        EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      try (ShopKeyspace shop = new ShopKeyspace(redis.port())) {
        shop.fill(arguments.length == 0 ? KEYS : Integer.parseInt(arguments[0]));
      }
      try (RespClient client = redis.client()) {
        client.call("EVAL", TOMORROW, 0);
        addSeries(client, "sensor:zurich:temperature", "zurich");
        addSeries(client, "sensor:oslo:temperature", "oslo");
        addSeries(client, "temperature:zurich", "zurich");
        addLogins(client);
        client.call("JSON.SET", "settings", "$", "{\"currency\":\"EUR\",\"sale\":true}");
      }
      System.out.println(redis.port() + " " + postgres.getPort());
      for (int read = System.in.read(); read >= 0; read = System.in.read()) {
        if (read == '\n') {
          restart(redis);
        }
      }
    }
  }

  private static void restart(RedisServerFixture redis) throws InterruptedException {
    try (RespClient client = redis.client()) {
      client.call("SAVE");
    }
    redis.kill();
    TimeUnit.SECONDS.sleep(SECONDS_AWAY);
    redis.restart();
  }

  private static void addSeries(RespClient client, String key, String site) {
    client.call("TS.CREATE", key, "LABELS", "site", site);
    for (int i = 0; i < SAMPLES; i++) {
      client.call("TS.ADD", key, START + (long) i * QUARTER_HOUR, 18 + (i * 7 + site.length()) % 9);
    }
  }

  private static void addLogins(RespClient client) {
    String[] users = {"ada", "grace", "edsger", "ada"};
    for (int i = 0; i < users.length; i++) {
      client.call("XADD", "logins", START + (long) i * QUARTER_HOUR + "-0", "user", users[i]);
    }
  }
}

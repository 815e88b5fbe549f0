package dev.skimmer.dragonfly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.config.ConfigBinder;
import dev.skimmer.config.References;
import dev.skimmer.dragonfly.connect.NamedMaster;
import dev.skimmer.spi.ConnectorException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One text in the place of host, port, user, password, database and TLS. */
class ServerUriTest {
  private static final String SECRET = "canary-uri-17";

  private static DragonflyConfig bind(Map<String, String> texts) {
    return ConfigBinder.create(DragonflyConfig.class, texts);
  }

  private static String failure(Map<String, String> texts) {
    return catchThrowableOfType(ConnectorException.class, () -> bind(texts)).getMessage();
  }

  @Test
  void standsForAllSixKeys() {
    DragonflyConfig config =
        bind(Map.of("uri", "rediss://us%65r:p%40ss%2Fw%25rd@host.example:7000/3"));
    assertThat(config.host()).isEqualTo("host.example");
    assertThat(config.port()).isEqualTo(7000);
    assertThat(config.username()).contains("user");
    assertThat(config.password().orElseThrow().reveal()).isEqualTo("p@ss/w%rd");
    assertThat(config.database()).hasToString("3");
    assertThat(config.ssl()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "redis://host, host, 6379, 0",
    "redis://host/, host, 6379, 0",
    "redis://host:1/15, host, 1, 15",
    "'redis://[::1]:7000', ::1, 7000, 0"
  })
  void leavesOutWhatHasADefault(String uri, String host, int port, String database) {
    DragonflyConfig config = bind(Map.of("uri", uri));
    assertThat(config.host()).isEqualTo(host);
    assertThat(config.port()).isEqualTo(port);
    assertThat(config.database()).hasToString(database);
    assertThat(config.password()).isEmpty();
    assertThat(config.ssl()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "redis-socket:///run/redis.sock, /run/redis.sock, 0",
    "redis+socket:///run/redis.sock?database=5, /run/redis.sock, 5",
    "redis-socket:///a%20b/r.sock?db=15, /a b/r.sock, 15"
  })
  void aSocketIsAHostThatIsAPath(String uri, String path, String database) {
    DragonflyConfig config = bind(Map.of("uri", uri));
    assertThat(config.host()).isEqualTo(path);
    assertThat(config.database()).hasToString(database);
    assertThat(config.ssl()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'redis-sentinel://a:1,b/3#shop', 'a:1,b:26379', 3, false",
    "'redis-sentinel://:p@a,b,[::1]:5#shop', 'a:26379,b:26379,::1:5', 0, false",
    "'rediss-sentinel://u:p@a?sentinelMasterId=shop&database=7', 'a:26379', 7, true",
    "'redis-sentinel://a/#sh%6Fp', 'a:26379', 0, false"
  })
  void sentinelsAreAListAndANameOfAMaster(
      String uri, String sentinels, String database, boolean ssl) {
    DragonflyConfig config = bind(Map.of("uri", uri));
    NamedMaster master = config.uri().orElseThrow().master().orElseThrow();
    assertThat(master.name()).isEqualTo("shop");
    assertThat(master.sentinels())
        .extracting(Object::toString)
        .containsExactly(sentinels.split(","));
    assertThat(config.database()).hasToString(database);
    assertThat(config.ssl()).isEqualTo(ssl);
  }

  @Test
  void credentialsOfSentinelsNeedSentinels() {
    assertThat(failure(Map.of("uri", "redis://host", "sentinel_password", SECRET)))
        .contains("sentinel_password are for sentinels")
        .doesNotContain(SECRET);
    assertThat(failure(Map.of("uri", "redis-sentinel://host#m", "sentinel_username", "u")))
        .contains("set sentinel_password");
  }

  @Test
  void aPasswordNeedsNoUser() {
    DragonflyConfig config = bind(Map.of("uri", "redis://:" + SECRET + "@host"));
    assertThat(config.username()).isEmpty();
    assertThat(config.password().orElseThrow().reveal()).isEqualTo(SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", "port", "username", "password", "database", "ssl"})
  void anotherKeyThatSaysTheSameIsAMistake(String key) {
    Map<String, String> texts =
        Map.of("uri", "redis://:" + SECRET + "@host", key, key.equals("ssl") ? "true" : "1");
    assertThat(failure(texts))
        .contains("uri: says what " + key + " says, too; give one of them, not both")
        .contains("1 problem")
        .doesNotContain(SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "http://u:canary-uri-17@host, must look like redis://",
    "canary-uri-17, must look like redis://",
    "redis://u:canary-uri-17@, names no host",
    "redis://u:canary-uri-17@host:0, port from 1 to 65535",
    "redis://u:canary-uri-17/x@host, port from 1 to 65535",
    "redis://u:canary-uri-17@host:70000, port from 1 to 65535",
    "redis://u:canary-uri-17@host/16, database from 0 to 15",
    "redis://:/canary-uri-17@host, names no host",
    "redis://u:canary-uri-17@host/0?x=1, must end with the database",
    "redis://canary-uri-17@host, user without a password",
    "redis-socket://u:canary-uri-17@relative, must look like redis-socket://",
    "redis-socket://u:canary-uri-17@/r.sock?timeout=1, may only have database=",
    "redis-socket://u:canary-uri-17@/r.sock?db=16, database from 0 to 15",
    "redis-socket://u:canary-uri-17@/r.sock?sentinelMasterId=m, must look like redis-socket://",
    "redis-sentinel://u:canary-uri-17@host, names no master behind #",
    "redis-sentinel://u:canary-uri-17@#m, must look like redis-sentinel://",
    "'redis-sentinel://u:canary-uri-17@a,,b#m', must have sentinels as HOST:PORT",
    "redis-sentinel://u:canary-uri-17@a:0#m, port from 1 to 65535",
    "redis://u:canary-uri-17%@host, two hexadecimal digits",
    "redis://u:canary-uri-17%zz@host, two hexadecimal digits",
    "redis://u:canary-uri-17%FF@host, no UTF-8"
  })
  void aBadOneSaysWhatIsWrongAndNothingOfIt(String uri, String reason) {
    assertThat(failure(Map.of("uri", uri)))
        .contains("uri: ")
        .contains(reason)
        .doesNotContain(SECRET);
    assertThat(failure(Map.of("uri", uri))).as("no other problem").contains("1 problem");
  }

  @Test
  void aBadOneBehindAReferenceSaysWhatIsWrong() {
    References references = new References(Map.of("SECRET", SECRET + "%"));
    Map<String, String> texts = Map.of("uri", "redis://:${env:SECRET}@host");
    ConfigBinder binder = new ConfigBinder("test", texts, references);
    assertThat(binder.bind(DragonflyConfig.class).record()).isEmpty();
    assertThatThrownBy(binder::finish)
        .hasMessageContaining("two hexadecimal digits")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  @Tag("promise-34")
  void itsPasswordIsNamedWhenItIsWrittenOutAndNeverShown() {
    assertThat(literalSecrets("redis://:" + SECRET + "@host", Map.of())).containsExactly("uri");
    assertThat(literalSecrets("redis://:${env:S}@host", Map.of("S", SECRET))).isEmpty();
    assertThat(literalSecrets("redis://host", Map.of())).isEmpty();
    for (String elsewhere :
        List.of("${env:S}:%s@host", "u:%s@${env:S}", "u:%s@host:${env:N}", "u:%s@host/${env:N}")) {
      assertThat(
              literalSecrets(
                  "redis://" + elsewhere.formatted(SECRET), Map.of("S", "some", "N", "5")))
          .as(elsewhere)
          .containsExactly("uri");
    }
    assertThat(literalSecrets("${env:U}", Map.of("U", "redis://u:" + SECRET + "@host"))).isEmpty();
    assertThat(literalSecrets("redis://u:a${env:S}@${env:S}", Map.of("S", "some"))).isEmpty();
    DragonflyConfig config = bind(Map.of("uri", "redis://u:" + SECRET + "@host"));
    assertThat(config.toString()).doesNotContain(SECRET);
  }

  private static List<String> literalSecrets(String uri, Map<String, String> environment) {
    ConfigBinder binder = new ConfigBinder("test", Map.of("uri", uri), new References(environment));
    binder.bind(DragonflyConfig.class);
    binder.finish();
    return binder.literalSecrets();
  }
}

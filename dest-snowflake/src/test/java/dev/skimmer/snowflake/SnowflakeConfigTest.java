package dev.skimmer.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.skimmer.spi.ConnectorException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnowflakeConfigTest {
  private final SnowflakeDestination destination = new SnowflakeDestination();

  @Test
  void readsTheShortForm() {
    assertThat(
            destination.parse(
                "snowflake://acme-prod/SHOP/PUBLIC?warehouse=W&user=U&private_key_file=k.p8"))
        .containsExactly(
            entry("account", "acme-prod"),
            entry("database", "SHOP"),
            entry("schema", "PUBLIC"),
            entry("warehouse", "W"),
            entry("user", "U"),
            entry("private_key_file", "k.p8"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "snowflake:acme",
        "snowflake://acme",
        "snowflake://acme/SHOP",
        "snowflake://acme/SHOP/",
        "snowflake://acme/SHOP/PUBLIC/T",
        "snowflake://acme/SHOP/PUBLIC?user",
        "snowflake://acme/SHOP/PUBLIC?user=a&user=b",
        "snowflake://acme/SHOP/PUBLIC?schema=OTHER",
        "jdbc:snowflake://acme"
      })
  void refusesAnythingElseAndSaysWhatItExpects(String reference) {
    assertThatThrownBy(() -> destination.parse(reference))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Snowflake");
  }

  @Test
  void needsExactlyOneWayToSignIn() {
    assertRefused(keys -> keys.remove("password"), "exactly one of");
    assertRefused(keys -> keys.put("access_token", "t"), "exactly one of");
    assertRefused(keys -> keys.remove("user"), "user is missing");
    assertRefused(keys -> keys.put("private_key_pwd", "p"), "private_key_pwd");
  }

  @Test
  void needsAnAccountOrAnEncryptedUrl() {
    assertRefused(keys -> keys.remove("account"), "account is missing");
    assertRefused(keys -> keys.put("account", "acme.snowflakecomputing.com"), "account must be");
    assertRefused(keys -> keys.put("url", "http://acme.example"), "https://");
    assertRefused(keys -> keys.put("url", "https://me:secret@acme.example"), "without user");
  }

  @Test
  void tellsTheDriverWhoWeAreAndHowToSpeak() {
    Properties properties =
        properties(
            keys -> {
              keys.put("role", "loader");
              keys.put("warehouse", "my warehouse");
              keys.put("query_tag", "nightly");
              keys.put("properties.proxyHost", "proxy");
            });
    assertThat(properties)
        .contains(
            entry("account", "acme-prod"),
            entry("user", "me"),
            entry("password", "topsecret"),
            entry("role", "LOADER"),
            entry("warehouse", "\"my warehouse\""),
            entry("db", "SHOP"),
            entry("schema", "PUBLIC"),
            entry("ssl", "on"),
            entry("JDBC_QUERY_RESULT_FORMAT", "JSON"),
            entry("TIMEZONE", "UTC"),
            entry("QUERY_TAG", "nightly"),
            entry("proxyHost", "proxy"));
    assertThat(config(keys -> {}).server().toJdbc())
        .isEqualTo("jdbc:snowflake://acme-prod.snowflakecomputing.com/");
  }

  @Test
  void signsInWithEitherKindOfToken() {
    assertThat(
            properties(
                keys -> {
                  keys.remove("password");
                  keys.remove("user");
                  keys.put("oauth_token", "o");
                }))
        .contains(entry("authenticator", "oauth"), entry("token", "o"));
    assertThat(
            properties(
                keys -> {
                  keys.remove("password");
                  keys.put("access_token", "p");
                }))
        .contains(entry("authenticator", "PROGRAMMATIC_ACCESS_TOKEN"), entry("token", "p"));
  }

  @Test
  void printsNoSecret() {
    assertThat(config(keys -> keys.put("properties.proxyPassword", "hidden")).toString())
        .doesNotContain("topsecret")
        .doesNotContain("hidden");
  }

  private static void assertRefused(Consumer<Map<String, String>> change, String reason) {
    assertThatThrownBy(() -> config(change))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("secret");
  }

  private static Properties properties(Consumer<Map<String, String>> change) {
    return ConnectionProperties.of(config(change));
  }

  private static SnowflakeConfig config(Consumer<Map<String, String>> change) {
    Map<String, String> keys = new HashMap<>();
    keys.put("account", "acme-prod");
    keys.put("user", "me");
    keys.put("password", "topsecret");
    keys.put("database", "shop");
    keys.put("schema", "public");
    change.accept(keys);
    return Configs.bind(keys);
  }
}

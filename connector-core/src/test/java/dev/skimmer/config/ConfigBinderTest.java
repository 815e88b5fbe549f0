package dev.skimmer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skimmer.spi.ConnectorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigBinderTest {
  enum Verify {
    FULL,
    NONE
  }

  record Shop(
      @Property(name = "host", description = "Host name") String host,
      @Property(name = "port", description = "Port", min = 1, max = 65535) int port,
      @Property(name = "password", description = "Password") Optional<Secret> password,
      @Property(name = "ssl", description = "TLS", defaultValue = "false") boolean ssl,
      @Property(name = "ssl_verify", description = "Check", defaultValue = "full") Verify verify,
      @Property(name = "limit", description = "Limit", defaultValue = "7") long limit) {
    Shop {
      if (limit == 13) {
        throw new IllegalArgumentException("limit: must not be 13");
      }
    }
  }

  private static final Map<String, String> ENVIRONMENT = Map.of("PASSWORD", "hunter2");

  private static Shop bind(Map<String, String> texts) {
    ConfigBinder binder = new ConfigBinder("shop.json", texts, new References(ENVIRONMENT));
    Binding<Shop> binding = binder.bind(Shop.class);
    binder.finish();
    return binding.value();
  }

  @Test
  void bindsTextsAndDefaults() {
    Shop shop = bind(Map.of("host", "h", "port", "6379", "ssl", "TRUE", "ssl_verify", "none"));
    assertThat(shop).isEqualTo(new Shop("h", 6379, Optional.empty(), true, Verify.NONE, 7));
  }

  @Test
  void createsOneRecordInOneGo() {
    assertThat(ConfigBinder.create(Shop.class, Map.of("host", "h", "port", "1")).limit())
        .isEqualTo(7);
    assertThatThrownBy(() -> ConfigBinder.create(Shop.class, Map.of("hots", "h")))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("port: is required")
        .hasMessageContaining("did you mean host?");
  }

  @Test
  void anEmptyTextMeansNotSet() {
    assertThat(bind(Map.of("host", "h", "port", "1", "password", "", "ssl", "")).password())
        .isEmpty();
  }

  @Test
  void expandsReferencesAnywhere(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("host"), "example\n");
    Shop shop =
        bind(
            Map.of(
                "host", "a.${file:" + file + "}.org",
                "port", "1",
                "password", "x${env:PASSWORD}y"));
    assertThat(shop.host()).isEqualTo("a.example.org");
    assertThat(shop.password().orElseThrow().reveal()).isEqualTo("xhunter2y");
    assertThat(shop.toString()).doesNotContain("hunter2");
  }

  @Test
  @Tag("promise-33")
  void reportsEveryProblemAtOnce() {
    assertThatThrownBy(
            () ->
                bind(
                    Map.of(
                        "port", "70000",
                        "ssl", "yes",
                        "ssl_verify", "some",
                        "limit", "many",
                        "pasword", "secret",
                        "password", "${env:MISSING}")))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("6 problems in shop.json".replace("6", "7"))
        .hasMessageContaining("host: is required: Host name")
        .hasMessageContaining("port: must be a whole number from 1 to 65535, but is \"70000\"")
        .hasMessageContaining("ssl: must be true or false, but is \"yes\"")
        .hasMessageContaining("ssl_verify: must be one of full, none")
        .hasMessageContaining("limit: must be a whole number")
        .hasMessageContaining("pasword: is not a configuration key; did you mean password?")
        .hasMessageContaining("password: the environment variable MISSING is not set")
        .hasMessageNotContaining("secret");
  }

  @Test
  void reportsWhatTheRecordItselfRefuses() {
    assertThatThrownBy(() -> bind(Map.of("host", "h", "port", "1", "limit", "13")))
        .hasMessageContaining("limit: must not be 13");
  }

  @Test
  @Tag("promise-33")
  void recognisesPlaceholdersThatAreNotFilledIn() {
    assertThatThrownBy(() -> bind(Map.of("host", "<YOUR_DRAGONFLY_HOST>", "port", "1")))
        .hasMessageContaining("1 problem")
        .hasMessageContaining("host: still holds the placeholder <YOUR_DRAGONFLY_HOST>");
  }

  @ParameterizedTest
  @CsvSource({
    "hots, host",
    "prot, port",
    "Port, port",
    "passwrd, password",
    "ssl-verify, ssl_verify"
  })
  @Tag("promise-33")
  void suggestsTheKeyThatWasMeant(String typed, String meant) {
    assertThatThrownBy(() -> bind(Map.of("host", "h", "port", "1", typed, "x")))
        .hasMessageContaining(typed + ": is not a configuration key; did you mean " + meant + "?");
  }

  @Test
  void listsTheKeysWhereNothingIsNear() {
    assertThatThrownBy(() -> bind(Map.of("host", "h", "port", "1", "zzzzzzzz", "x")))
        .hasMessageContaining("the keys are host, port, password");
  }

  @Test
  void reportsTheProblemsOfAGroupWithItsPrefix() {
    ConfigBinder binder =
        new ConfigBinder(
            "shop.json", Map.of("host", "h", "port", "1"), new References(ENVIRONMENT));
    binder.bind(Shop.class);
    binder.nested("destination.", Map.of("prot", "1"), References.NONE).bind(Shop.class);
    assertThatThrownBy(binder::finish)
        .hasMessageContaining("destination.prot: is not a configuration key")
        .hasMessageContaining("destination.host: is required");
  }

  record Pool(
      @Property(name = "url", description = "Where") String url,
      @Property(name = "properties", description = "For the driver")
          Map<String, Secret> properties) {}

  private static Pool bindPool(Map<String, String> texts) {
    ConfigBinder binder = new ConfigBinder("shop.json", texts, new References(ENVIRONMENT));
    Binding<Pool> binding = binder.bind(Pool.class);
    binder.finish();
    return binding.value();
  }

  @Test
  void takesEveryKeyOfAnOpenGroup() {
    Pool pool =
        bindPool(
            Map.of("url", "u", "properties.sslmode", "full", "properties.a.b", "${env:PASSWORD}"));
    assertThat(pool.properties())
        .isEqualTo(Map.of("sslmode", Secret.of("full"), "a.b", Secret.of("hunter2")));
    assertThat(pool.toString()).doesNotContain("hunter2").doesNotContain("full");
    assertThat(bindPool(Map.of("url", "u")).properties()).isEmpty();
  }

  @Test
  void reportsWhatIsWrongInAnOpenGroup() {
    assertThatThrownBy(() -> bindPool(Map.of("url", "u", "properties.a", "${env:MISSING}")))
        .hasMessageContaining("1 problem")
        .hasMessageContaining("properties.a: the environment variable MISSING is not set");
    assertThatThrownBy(() -> bindPool(Map.of("url", "u", "properties", "a=b")))
        .hasMessageContaining("properties: must be an object");
    assertThatThrownBy(() -> bindPool(Map.of("url", "u", "propertis.a", "b")))
        .hasMessageContaining("propertis.a: is not a configuration key");
  }

  /** A type that reads itself. */
  public record Parity(boolean odd) {
    public static Parity parse(String text) {
      return switch (text) {
        case "odd" -> new Parity(true);
        case "even" -> new Parity(false);
        default -> throw new IllegalArgumentException("must be odd or even, but is " + text);
      };
    }
  }

  record Street(
      @Property(name = "side", description = "Side", defaultValue = "even") Parity side,
      @Property(name = "other", description = "Other side") Optional<Parity> other) {}

  private static Street bindStreet(Map<String, String> texts) {
    ConfigBinder binder = new ConfigBinder("shop.json", texts, References.NONE);
    Binding<Street> binding = binder.bind(Street.class);
    binder.finish();
    return binding.value();
  }

  @Test
  void aTypeMayReadItself() {
    assertThat(bindStreet(Map.of())).isEqualTo(new Street(new Parity(false), Optional.empty()));
    assertThat(bindStreet(Map.of("other", "odd")).other()).contains(new Parity(true));
    assertThatThrownBy(() -> bindStreet(Map.of("side", "x", "other", "y")))
        .hasMessageContaining("2 problems")
        .hasMessageContaining("side: must be odd or even, but is x")
        .hasMessageContaining("other: must be odd or even, but is y");
  }

  @Test
  void readsFlatJsonWithNaturalValues() {
    assertThat(
            FlatJson.read(
                "f",
                "{\"a\":\"x\",\"b\":1,\"c\":true,\"d\":null,\"destination\":{\"type\":\"t\"}}"))
        .isEqualTo(Map.of("a", "x", "b", "1", "c", "true", "d", "", "destination.type", "t"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1|line 1",
        "[1]|one JSON object",
        "{\"a\":1,\"a\":2}|no key stands twice",
        "{\"a\":[1]}|must not be a list",
        "{} x|not valid JSON",
        "''|one JSON object",
      })
  void refusesWhatIsNotOneFlatObject(String document, String says) {
    assertThatThrownBy(() -> FlatJson.read("f.json", document))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("f.json")
        .hasMessageContaining(says);
  }

  @Test
  @Tag("promise-34")
  void namesSecretsThatAreWrittenOut() {
    Map<String, String> texts = Map.of("host", "h", "port", "1", "password", "hunter2");
    ConfigBinder binder = new ConfigBinder("shop.json", texts, new References(ENVIRONMENT));
    binder.bind(Shop.class);
    binder.nested("mirror.", texts, new References(ENVIRONMENT)).bind(Shop.class);
    assertThat(binder.literalSecrets()).containsExactly("password", "mirror.password");
  }

  @Test
  void namesNoSecretThatIsReferredTo() {
    Map<String, String> texts = Map.of("password", "${env:PASSWORD}", "mirror", "${env:PASSWORD}");
    ConfigBinder binder = new ConfigBinder("shop.json", texts, new References(ENVIRONMENT));
    binder.bind(Shop.class);
    binder.nested("mirror.", Map.of("password", "hunter2"), References.NONE).bind(Shop.class);
    assertThat(binder.literalSecrets()).isEmpty();
  }

  @Test
  void asksForWhatIsPrompted() {
    References asking = new References(Map.of(), key -> Optional.of("answer for " + key));
    ConfigBinder binder =
        new ConfigBinder("shop.json", Map.of("password", "${prompt}", "host", "h"), asking);
    assertThat(binder.text("password")).contains("answer for password");
    assertThatThrownBy(() -> bind(Map.of("password", "${prompt}")))
        .hasMessageContaining("password: nobody can be asked");
  }
}

package dev.skimmer.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reference may stand at the wrong key, and what it stands for may be a password. */
class ReferencesTest {
  private enum Mode {
    FULL
  }

  record Options(
      @Property(name = "port", description = "Port", defaultValue = "1") int port,
      @Property(name = "ssl", description = "TLS", defaultValue = "true") boolean ssl,
      @Property(name = "mode", description = "Mode", defaultValue = "full") Mode mode,
      @Property(name = "pause", description = "Pause", defaultValue = "1s") Duration pause,
      @Property(name = "side", description = "Side", defaultValue = "even")
          ConfigBinderTest.Parity side) {}

  @ParameterizedTest
  @ValueSource(strings = {"port", "ssl", "mode", "pause", "side"})
  void whatAReferenceStandsForIsNotShownWhereItIsRefused(String key) {
    References references = new References(Map.of("SECRET", "hunter2"));
    assertThatThrownBy(() -> bind(Map.of(key, "${env:SECRET}"), references))
        .hasMessageContaining(key + ": ")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void whatStandsInTheDocumentItselfIsShown() {
    assertThatThrownBy(() -> bind(Map.of("port", "many"), References.NONE))
        .hasMessageContaining("but is \"many\"");
  }

  private static void bind(Map<String, String> texts, References references) {
    ConfigBinder binder = new ConfigBinder("shop.json", texts, references);
    binder.bind(Options.class);
    binder.finish();
  }
}

package dev.skimmer.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.text.Printable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Whatever stands in a configuration is taken, or refused with a message that is fit to print. */
class ConfigFuzzTest {
  enum Level {
    LOW,
    HIGH
  }

  record Everything(
      @Property(name = "text", description = "Text") String text,
      @Property(name = "number", description = "Number", min = 1, max = 9, defaultValue = "3")
          int number,
      @Property(name = "on", description = "Switch", defaultValue = "false") boolean on,
      @Property(name = "level", description = "Level", defaultValue = "low") Level level,
      @Property(name = "age", description = "Age", defaultValue = "1h") Duration age,
      @Property(name = "secret", description = "Secret") Optional<Secret> secret,
      @Property(name = "properties", description = "More") Map<String, Secret> properties) {}

  @FuzzTest(maxDuration = "30s")
  void takesOrRefusesAnyDocument(FuzzedDataProvider input) {
    String document = input.consumeRemainingAsString();
    try {
      Map<String, String> texts = FlatJson.read("fuzzed.json", document);
      ConfigBinder binder = new ConfigBinder("fuzzed.json", texts, References.NONE);
      Binding<Everything> binding = binder.bind(Everything.class);
      binder.finish();
      assertThat(binding.value().number()).isBetween(1, 9);
      assertThat(binding.value().text()).isNotEmpty();
    } catch (ConnectorException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
      assertThat(Printable.lines(e.getMessage())).isEqualTo(e.getMessage());
    }
  }
}

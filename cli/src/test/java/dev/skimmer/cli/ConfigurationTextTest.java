package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Advice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A configuration that is shown instead of read. */
class ConfigurationTextTest {
  private static ConfigurationText text(String... keysAndValues) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return new ConfigurationText("shop", values);
  }

  @Test
  void whatGoesToADriverIsShownAsAReferenceAlone() {
    ConfigurationText text =
        text(
            "destination.type", "jdbc",
            "destination.password", "hunter2",
            "destination.properties.token", "hunter2",
            "destination.properties.proxy.user", "hunter2 ${env:USER}",
            "destination.properties.mode", "${env:MODE}");
    assertThat(text.referring(List.of("destination.password")).json())
        .hasToString(
            "{'destination':{'type':'jdbc','password':'${env:SKIMMER_DESTINATION_PASSWORD}','properties':{'token':'${env:SKIMMER_DESTINATION_PROPERTIES_TOKEN}','proxy':{'user':'${env:SKIMMER_DESTINATION_PROPERTIES_PROXY_USER}'},'mode':'${env:MODE}'}}}"
                .replace('\'', '"'));
  }

  @Test
  void aSecretInAShortFormIsShownAsAReferenceToTheWholeOfIt() {
    assertThat(text("destination", "paper:hunter2").referring(List.of("destination.token")).json())
        .hasToString("{\"destination\":\"${env:SKIMMER_DESTINATION}\"}");
  }

  @Test
  void ofTwoPiecesOfAdviceTheLargerNumberCounts() {
    List<Advice> advice =
        List.of(
            new Advice("max_value_bytes", "9", "one"),
            new Advice("max_value_bytes", "10", "other"),
            new Advice("max_value_bytes", "8", "third"));
    assertThat(text("host", "shop", "port", "007").with(advice).json())
        .hasToString("{\"host\":\"shop\",\"port\":\"007\",\"max_value_bytes\":10}");
  }
}

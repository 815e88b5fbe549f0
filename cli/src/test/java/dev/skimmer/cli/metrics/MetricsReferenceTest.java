package dev.skimmer.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skimmer.engine.Outcome;
import dev.skimmer.engine.SyncResult;
import dev.skimmer.spi.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps the reference of metrics, the alerts and the dashboard equal to the code. */
class MetricsReferenceTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Path REFERENCE = DOCS.resolve("metrics.md");
  private static final String BEGIN = "<!-- The table is generated. -->\n";
  private static final String END = "\n<!-- The end of the table. -->";

  private static String text() {
    SyncMetrics metrics = new SyncMetrics("shop", Clock.systemUTC());
    metrics.ended(
        new SyncResult(Outcome.ERRORS, 1, false, 9, 0, 4, 3, 2, 0, 0, 1, 0, 0, 5, 6, 1, 7));
    metrics.failed(ErrorCode.SOURCE_TIMEOUT);
    return metrics.text();
  }

  @Test
  void theReferenceIsWhatTheCodeSays() throws IOException {
    String document = Files.readString(REFERENCE);
    int begin = document.indexOf(BEGIN) + BEGIN.length();
    int end = document.indexOf(END);
    assertThat(end).isGreaterThanOrEqualTo(begin);
    String generated = document.substring(0, begin) + table() + document.substring(end);
    if (Boolean.getBoolean("skimmer.write-docs")) {
      Files.writeString(REFERENCE, generated);
    }
    assertThat(Files.readString(REFERENCE))
        .as("docs/metrics.md; write it anew with -Dtest.jvm.args=-Dskimmer.write-docs=true")
        .isEqualTo(generated);
  }

  private static String table() {
    return "\n| Metric | Kind | Label | Meaning |\n|---|---|---|---|\n"
        + Arrays.stream(Metric.values())
            .map(
                metric ->
                    "| `%s` | %s | %s | %s |\n"
                        .formatted(
                            metric.exposedName(),
                            metric.kind(),
                            metric.label().map("`%s`"::formatted).orElse(""),
                            metric.description()))
            .collect(Collectors.joining());
  }

  @Test
  void everyMetricIsExposedAsTheReferenceCallsIt() {
    String text = text();
    for (Metric metric : Metric.values()) {
      assertThat(text)
          .contains("# HELP %s %s".formatted(metric.exposedName(), metric.description()))
          .contains("# TYPE %s %s".formatted(metric.exposedName(), metric.kind()));
      for (String sample : metric.sampleNames()) {
        assertThat(text).containsPattern("(?m)^" + sample + "\\{[^}]*pipeline=\"shop\"");
      }
    }
  }

  @Test
  void nothingIsExposedThatTheReferenceDoesNotName() {
    assertThat(names(text())).isSubsetOf(known());
    assertThat(text())
        .contains("skimmer_rows_changed_total{change=\"updated\",pipeline=\"shop\"} 3.0")
        .contains("skimmer_syncs_total{outcome=\"errors\",pipeline=\"shop\"} 1.0")
        .contains("skimmer_failures_total{code=\"source_timeout\",pipeline=\"shop\"} 1.0")
        .contains("skimmer_last_sync_success{pipeline=\"shop\"} 0.0")
        .contains("skimmer_last_sync_duration_seconds{pipeline=\"shop\"} 0.007");
  }

  @ParameterizedTest
  @ValueSource(strings = {"metrics.md", "metrics/alerts.yml", "metrics/dashboard.json"})
  void everyMetricThatADocumentNamesExists(String document) throws IOException {
    assertThat(names(Files.readString(DOCS.resolve(document)))).isNotEmpty().isSubsetOf(known());
  }

  @Test
  void theDashboardShowsEveryMetricAndIsJson() throws IOException {
    String dashboard = Files.readString(DOCS.resolve("metrics/dashboard.json"));
    assertThat(new ObjectMapper().readTree(dashboard).get("panels")).isNotEmpty();
    for (Metric metric : Metric.values()) {
      assertThat(dashboard).contains(metric.exposedName());
    }
  }

  private static Set<String> known() {
    return Arrays.stream(Metric.values())
        .flatMap(metric -> metric.sampleNames().stream())
        .flatMap(name -> Stream.of(name, name.replaceFirst("_(count|sum)$", "")))
        .collect(Collectors.toSet());
  }

  private static Set<String> names(String text) {
    return Pattern.compile("\\bskimmer_[a-z_]+")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }
}

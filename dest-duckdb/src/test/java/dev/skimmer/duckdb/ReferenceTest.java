package dev.skimmer.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
  private final DuckDbDestination destination = new DuckDbDestination();

  @Test
  void readsThePathAfterTheScheme() {
    assertThat(destination.parse("duckdb:/data/shop.duckdb"))
        .containsExactly(entry("path", "/data/shop.duckdb"));
  }

  @Test
  void readsPropertiesAfterAQuestionMark() {
    assertThat(destination.parse("duckdb:shop.duckdb?memory_limit=2GB&threads=4"))
        .containsExactly(
            entry("path", "shop.duckdb"), entry("memory_limit", "2GB"), entry("threads", "4"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "duckdb:",
        "duckdb: ",
        "duckdb:?threads=1",
        "duckdb:a?",
        "duckdb:a?threads",
        "duckdb:a?=1",
        "duckdb:a?threads=1&threads=2",
        "postgresql:a"
      })
  void refusesAnythingElseAndSaysWhatItExpects(String reference) {
    assertThatThrownBy(() -> destination.parse(reference))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DuckDB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":memory:", "a;threads=1", "a "})
  void refusesAPathThatNamesNoFile(String path) {
    assertThatThrownBy(() -> DuckDbConfig.of(Path.of(path)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "much", "1", "1GB'; DROP TABLE x; --", "-1GB"})
  void refusesAMemoryLimitWithoutNumberAndUnit(String limit) {
    assertThatThrownBy(() -> new DuckDbConfig(Path.of("a"), limit, 0, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("memory_limit");
  }
}

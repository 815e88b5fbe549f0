package dev.skimmer.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RowTest {
  private static final Instant MOMENT = Instant.parse("2024-01-01T00:00:00.123Z");

  @Test
  void theRowOfASampleEqualsARowOfTheSameValues() {
    Row sample = Row.ofSample("temp", MOMENT.toEpochMilli(), 21.5);
    Row row = Row.of("temp", MOMENT, 21.5);
    assertThat(sample).isEqualTo(row).hasSameHashCodeAs(row).hasToString("Row[3 values]");
    assertThat(row).isEqualTo(sample);
    assertThat(sample).isNotEqualTo(Row.of("temp", MOMENT, 21.25));
    assertThat(sample).isNotEqualTo(Row.of("temp", MOMENT));
    assertThat(sample).isNotEqualTo(Row.ofSample("temp", MOMENT.toEpochMilli() + 1, 21.5));
  }

  @Test
  void theRowOfASampleHasThreeValues() {
    Row sample = Row.ofSample("temp", MOMENT.toEpochMilli(), Double.NaN);
    assertThat(sample.size()).isEqualTo(3);
    assertThat(sample.value(2)).isEqualTo(Double.NaN);
    assertThatThrownBy(() -> sample.value(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aRowKeepsItsValuesWhateverBecomesOfTheArray() {
    Object[] values = {"k", null};
    Row row = Row.of(values);
    values[0] = "other";
    assertThat(row.value(0)).isEqualTo("k");
    assertThat(row.value(1)).isNull();
  }
}

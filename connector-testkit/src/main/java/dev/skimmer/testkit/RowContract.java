package dev.skimmer.testkit;

import static dev.skimmer.testkit.ContractKeys.fill;
import static dev.skimmer.testkit.ContractKeys.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Coherence;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.spi.Upsert;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A row can be held against its key later, and against itself. */
interface RowContract extends SourceHarness {
  @Test
  default void writesTheSameRowOfAnUnchangedKeyAgain() {
    fill(this, 0, KEYS);
    assertThat(comparedValues()).hasSize(KEYS).isEqualTo(comparedValues());
  }

  @Test
  default void neverCallsARowIncoherentThatItWrote() {
    fill(this, 0, 50);
    try (Source.Session session = open(this)) {
      assertThat(mainRows(session))
          .hasSize(50)
          .allSatisfy(
              upsert ->
                  assertThat(session.coherence(upsert.table(), upsert.row()))
                      .isNotEqualTo(Coherence.INCOHERENT));
    }
  }

  @Test
  default void neverCallsARowCoherentWhoseFingerprintWasAltered() {
    fill(this, 0, 50);
    try (Source.Session session = open(this)) {
      for (Upsert upsert : mainRows(session)) {
        TableSchema schema = schemaOf(session, upsert.table());
        Object[] values = values(upsert.row());
        int column = schema.indexOf(ColumnRole.FINGERPRINT).orElseThrow();
        Fingerprint fingerprint = (Fingerprint) values[column];
        values[column] = new Fingerprint(fingerprint.high(), ~fingerprint.low());
        assertThat(session.coherence(upsert.table(), Row.of(values)))
            .isNotEqualTo(Coherence.COHERENT);
      }
    }
  }

  /** Returns what two readings have to agree in, by the text of the key, from a new session. */
  private Map<String, List<Object>> comparedValues() {
    try (Source.Session session = open(this)) {
      return mainRows(session).stream()
          .collect(
              Collectors.toMap(
                  upsert -> (String) upsert.row().value(0),
                  upsert -> comparedValues(schemaOf(session, upsert.table()), upsert.row())));
    }
  }

  private static List<Object> comparedValues(TableSchema schema, Row row) {
    List<Object> compared = new ArrayList<>();
    for (int i = 0; i < schema.columns().size(); i++) {
      Column column = schema.columns().get(i);
      if (column.role() != ColumnRole.WRITTEN && column.role() != ColumnRole.POSITION) {
        compared.add(row.value(i));
      }
    }
    return compared;
  }

  private static List<Upsert> mainRows(Source.Session session) {
    SourceCopy copy = new SourceCopy(session);
    List<Upsert> rows = new ArrayList<>();
    for (Operation operation : copy.scan(session)) {
      if (operation instanceof Upsert upsert && copy.isMain(upsert.table())) {
        rows.add(upsert);
      }
    }
    return rows;
  }

  private static TableSchema schemaOf(Source.Session session, TableId table) {
    return session.tables().stream()
        .filter(schema -> schema.id().equals(table))
        .findFirst()
        .orElseThrow();
  }

  private static Object[] values(Row row) {
    return IntStream.range(0, row.size()).mapToObj(row::value).toArray();
  }
}

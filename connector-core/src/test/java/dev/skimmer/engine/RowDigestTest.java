package dev.skimmer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowDigestTest {
  private static final Instant EXPIRY = Instant.parse("2030-01-01T00:00:00Z");
  private static final TableSchema TABLE =
      new TableSchema(
          new TableId("t"),
          TableRole.MAIN,
          List.of(
              new Column("key", ColumnType.TEXT, ColumnRole.KEY),
              new Column("data_type", ColumnType.TEXT, ColumnRole.KIND),
              Column.of("value", ColumnType.TEXT),
              Column.of("other", ColumnType.TEXT),
              new Column("expires_at", ColumnType.TIMESTAMP, ColumnRole.EXPIRY),
              new Column("_md5", ColumnType.FINGERPRINT, ColumnRole.FINGERPRINT),
              new Column("_position", ColumnType.TEXT, ColumnRole.POSITION),
              new Column("_at", ColumnType.TIMESTAMP, ColumnRole.WRITTEN)));
  private static final TableSchema SAMPLES =
      new TableSchema(
          new TableId("s"),
          TableRole.SERIES,
          List.of(
              new Column("key", ColumnType.TEXT, ColumnRole.KEY),
              new Column("at", ColumnType.TIMESTAMP, ColumnRole.SUBKEY),
              Column.of("value", ColumnType.DOUBLE)));

  private final RowDigest digest = new RowDigest(TABLE);
  private final RowDigest samples = new RowDigest(SAMPLES);
  private final Object[] values = {
    "k", "string", "v", "w", EXPIRY, new Fingerprint(1, 2), "7-0", Instant.EPOCH
  };

  private Row row() {
    return Row.of(values);
  }

  private Row with(int column, Object value) {
    Object[] copy = values.clone();
    copy[column] = value;
    return Row.of(copy);
  }

  private Fingerprint sample(Object value) {
    return samples.contentOf(Row.of("k", EXPIRY, value));
  }

  @Test
  void theTypeTheValuesAndTheFingerprintAreComparedAndNothingElse() {
    Fingerprint content = digest.contentOf(row());
    assertThat(digest.contentOf(with(1, "hash"))).isNotEqualTo(content);
    assertThat(digest.contentOf(with(2, "x"))).isNotEqualTo(content);
    assertThat(digest.contentOf(with(3, "x"))).isNotEqualTo(content);
    assertThat(digest.contentOf(with(5, new Fingerprint(1, 3)))).isNotEqualTo(content);
    assertThat(digest.contentOf(with(0, "x"))).isEqualTo(content);
    assertThat(digest.contentOf(with(4, null))).isEqualTo(content);
    assertThat(digest.contentOf(with(6, null))).isEqualTo(content);
    assertThat(digest.contentOf(with(7, EXPIRY))).isEqualTo(content);
    assertThat(digest.columns())
        .extracting(Column::name)
        .containsExactly("data_type", "value", "other", "_md5");
  }

  @Test
  void eachComparedColumnHasAPartOfItsOwn() {
    List<Fingerprint> parts = digest.partsOf(row());
    for (int column : new int[] {1, 2, 3, 5}) {
      Object other = column == 5 ? new Fingerprint(9, 9) : "other";
      List<Fingerprint> changed = new ArrayList<>(digest.partsOf(with(column, other)));
      int part = column == 5 ? 3 : column - 1;
      assertThat(changed.get(part)).isNotEqualTo(parts.get(part));
      changed.set(part, parts.get(part));
      assertThat(changed).as("column %d", column).isEqualTo(parts);
    }
  }

  @Test
  void textsThatFollowEachOtherAreNotTakenForOne() {
    Object[] one = values.clone();
    one[2] = "ab";
    one[3] = "c";
    Object[] other = values.clone();
    other[2] = "a";
    other[3] = "bc";
    assertThat(digest.contentOf(Row.of(one))).isNotEqualTo(digest.contentOf(Row.of(other)));
    assertThat(digest.contentOf(with(2, null))).isNotEqualTo(digest.contentOf(with(2, "")));
  }

  @Test
  void numbersAreOneWhereDatabasesDoNotKeepThemApart() {
    assertThat(sample(-0.0)).isEqualTo(sample(0.0)).isNotEqualTo(sample(1.0));
    assertThat(sample(Double.longBitsToDouble(0x7ff8000000000001L))).isEqualTo(sample(Double.NaN));
    assertThat(sample(1L)).isNotEqualTo(sample(2L));
    assertThat(sample(EXPIRY)).isNotEqualTo(sample(Instant.EPOCH));
    assertThat(sample(Instant.EPOCH)).isEqualTo(sample(Instant.EPOCH.plusNanos(5)));
  }

  @Test
  void aSampleIsKnownByItsKeyAndItsTime() {
    KeyHash id = samples.idOf(Row.of("k", EXPIRY, 1.0));
    assertThat(samples.idOf(Row.of("k", EXPIRY, 2.0))).isEqualTo(id);
    assertThat(samples.idOf(Row.of("l", EXPIRY, 1.0))).isNotEqualTo(id);
    assertThat(samples.idOf(Row.of("k", EXPIRY.plusMillis(1), 1.0))).isNotEqualTo(id);
    assertThat(samples.subkeyText(Row.of("k", EXPIRY, 1.0))).isEqualTo("2030-01-01T00:00:00Z");
    assertThat(digest.subkeyText(row())).isEmpty();
    assertThat(digest.idOf(row())).isEqualTo(digest.idOf(with(2, "x"))).isNotEqualTo(id);
  }

  @Test
  void whatARowSaysOfItsKeyIsRead() {
    assertThat(digest.schema()).isEqualTo(TABLE);
    assertThat(digest.keyText(row())).isEqualTo("k");
    assertThat(digest.keyOf(row())).contains(KeyHash.of("k".getBytes(StandardCharsets.UTF_8)));
    assertThat(digest.keyOf(with(0, "\\x00"))).contains(KeyHash.of(new byte[] {0}));
    assertThat(digest.keyOf(with(0, "\\x41"))).as("no text of ours").isEmpty();
    assertThat(digest.kindOf(row())).isEqualTo("string");
    assertThat(digest.kindOf(with(1, null))).isEmpty();
    assertThat(samples.kindOf(Row.of("k", EXPIRY, 1.0))).isEmpty();
    assertThat(digest.expiryOf(row())).isEqualTo(EXPIRY.toEpochMilli());
    assertThat(digest.expiryOf(with(4, null))).isEqualTo(KnownRows.NO_EXPIRY);
    assertThat(samples.expiryOf(Row.of("k", EXPIRY, 1.0))).isEqualTo(KnownRows.NO_EXPIRY);
    assertThat(digest.expiryColumn()).containsExactly("expires_at");
    assertThat(samples.expiryColumn()).isEmpty();
  }
}

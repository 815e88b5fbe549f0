package dev.skimmer.engine;

import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnRole;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.KeyHash;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.text.EscapedText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Hashes what rows of one table have to agree in: every column but the primary key, the expiry, the
 * position and what depends on the moment of writing. SHA-256, since whoever writes to the source
 * chooses the values. Used by one thread.
 */
final class RowDigest {
  private static final byte[] ABSENT = {0};
  private static final byte[] PRESENT = {1};

  private final TableSchema schema;
  private final int keyColumn;
  private final OptionalInt subkeyColumn;
  private final OptionalInt kindColumn;
  private final OptionalInt expiryColumn;
  private final int[] compared;
  private final MessageDigest digest = sha256();

  RowDigest(TableSchema schema) {
    this.schema = schema;
    this.keyColumn = schema.indexOf(ColumnRole.KEY).orElseThrow();
    this.subkeyColumn = schema.indexOf(ColumnRole.SUBKEY);
    this.kindColumn = schema.indexOf(ColumnRole.KIND);
    this.expiryColumn = schema.indexOf(ColumnRole.EXPIRY);
    this.compared =
        IntStream.range(0, schema.columns().size())
            .filter(i -> isCompared(schema.columns().get(i).role()))
            .toArray();
  }

  private static boolean isCompared(ColumnRole role) {
    return switch (role) {
      case KIND, FINGERPRINT, VALUE -> true;
      case KEY, SUBKEY, EXPIRY, POSITION, WRITTEN -> false;
    };
  }

  TableSchema schema() {
    return schema;
  }

  String keyText(Row row) {
    return (String) row.value(keyColumn);
  }

  /** Returns the rest of the primary key as text, or an empty text where there is none. */
  String subkeyText(Row row) {
    return subkeyColumn.isEmpty() ? "" : String.valueOf(row.value(subkeyColumn.getAsInt()));
  }

  /**
   * Returns the hash of the key; empty where its text stands for none, so that we never wrote it.
   */
  Optional<KeyHash> keyOf(Row row) {
    return keyOf(keyText(row));
  }

  /** Returns the hash of a key as a table writes it; empty where the text stands for none. */
  static Optional<KeyHash> keyOf(String keyText) {
    try {
      return Optional.of(KeyHash.of(EscapedText.decode(keyText)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns a hash of the whole primary key. */
  KeyHash idOf(Row row) {
    digest.reset();
    add(keyText(row));
    add(subkeyColumn.isEmpty() ? null : row.value(subkeyColumn.getAsInt()));
    ByteBuffer result = ByteBuffer.wrap(digest.digest());
    return new KeyHash(result.getLong(), result.getLong());
  }

  /** Returns the type of the key, or an empty text. */
  String kindOf(Row row) {
    return kindColumn.isEmpty() || row.value(kindColumn.getAsInt()) == null
        ? ""
        : (String) row.value(kindColumn.getAsInt());
  }

  /** Returns the expiry in milliseconds, or {@link KnownRows#NO_EXPIRY}. */
  long expiryOf(Row row) {
    return expiryColumn.isEmpty() || row.value(expiryColumn.getAsInt()) == null
        ? KnownRows.NO_EXPIRY
        : ((Instant) row.value(expiryColumn.getAsInt())).toEpochMilli();
  }

  /** Returns the name of the column of the expiry, none where there is no such column. */
  List<String> expiryColumn() {
    return expiryColumn.stream().mapToObj(i -> schema.columns().get(i).name()).toList();
  }

  /** Returns one hash of all that is compared. */
  Fingerprint contentOf(Row row) {
    digest.reset();
    for (int column : compared) {
      add(row.value(column));
    }
    return finish();
  }

  /** Returns a hash of each column that is compared, in the order of {@link #columns()}. */
  List<Fingerprint> partsOf(Row row) {
    List<Fingerprint> parts = new ArrayList<>(compared.length);
    for (int column : compared) {
      digest.reset();
      add(row.value(column));
      parts.add(finish());
    }
    return parts;
  }

  /** Returns the columns that are compared. */
  List<Column> columns() {
    return IntStream.of(compared).mapToObj(schema.columns()::get).toList();
  }

  private Fingerprint finish() {
    ByteBuffer result = ByteBuffer.wrap(digest.digest());
    return new Fingerprint(result.getLong(), result.getLong());
  }

  private void add(Object value) {
    if (value == null) {
      digest.update(ABSENT);
      return;
    }
    byte[] bytes = bytesOf(value);
    digest.update(PRESENT);
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, bytes.length));
    digest.update(bytes);
  }

  private static byte[] bytesOf(Object value) {
    if (value instanceof String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    if (value instanceof Fingerprint fingerprint) {
      return fingerprint.toBytes();
    }
    if (value instanceof Instant instant) {
      return bytesOf(instant.toEpochMilli());
    }
    if (value instanceof Double number) {
      // One zero and one NaN: databases do not keep others apart.
      return bytesOf(Double.doubleToLongBits(number == 0 ? 0.0 : number));
    }
    return bytesOf(((Long) value).longValue());
  }

  private static byte[] bytesOf(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}

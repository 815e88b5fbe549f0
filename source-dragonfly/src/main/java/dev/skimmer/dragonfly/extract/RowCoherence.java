package dev.skimmer.dragonfly.extract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.skimmer.fingerprint.Fingerprinter;
import dev.skimmer.spi.Coherence;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.Row;
import dev.skimmer.text.EscapedText;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Takes the fingerprint of a row of the main table from the row itself, by the documented byte form
 * (docs/tables.md) and not by the code that wrote it: names, texts and numbers of its JSON, one
 * after the other, are the elements of the value. Used by one thread.
 */
public final class RowCoherence {
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();
  private static final String ITEMS = "items";
  private static final byte[] EMPTY = {};

  private final Tables tables;
  private final ValueTypes types;
  private final Fingerprinter fingerprinter = new Fingerprinter();
  private long elements;

  /** Creates it for the rows of a main table. */
  public RowCoherence(Tables tables, ValueTypes types) {
    this.tables = tables;
    this.types = types;
  }

  /** Compares the fingerprint of a row with its value. */
  public Coherence of(Row row) {
    String kind = text(row, "data_type");
    if (kind == null || !(value(row, "_md5") instanceof Fingerprint fingerprint)) {
      return Coherence.UNKNOWN;
    }
    try {
      return fingerprint(row, kind).equals(Optional.of(fingerprint))
          ? Coherence.COHERENT
          : Coherence.INCOHERENT;
    } catch (IOException | IllegalArgumentException e) {
      return Coherence.INCOHERENT;
    }
  }

  /** Returns the fingerprint of the row's value; empty where the row contradicts itself. */
  private Optional<Fingerprint> fingerprint(Row row, String kind) throws IOException {
    fingerprinter.start(kind);
    elements = 0;
    String value = text(row, "value");
    boolean known = types.find(kind).isPresent();
    if (known != (value != null)) {
      return Optional.empty();
    }
    if (known) {
      byte[] bytes = bytes(value, text(row, "encoding"));
      OptionalLong size = addValue(kind, value, bytes);
      if (size.isPresent() && !Long.valueOf(size.getAsLong()).equals(value(row, "size"))) {
        return Optional.empty();
      }
      addFieldExpiries(row);
    }
    return Optional.of(fingerprinter.finish());
  }

  /** Adds the value, and returns what the size column has to hold, where the value tells it. */
  private OptionalLong addValue(String kind, String value, byte[] bytes) throws IOException {
    switch (kind) {
      case StringType.NAME -> {
        addString(bytes);
        return OptionalLong.of(bytes.length);
      }
      case "json" -> {
        CanonicalJson canonical = CanonicalJson.of(bytes, 0, bytes.length);
        fingerprinter.add(canonical.bytes(), 0, canonical.length());
        return OptionalLong.of(bytes.length);
      }
      case StreamType.NAME, TimeSeriesType.NAME -> {
        add(bytes);
        return OptionalLong.empty();
      }
      case "hash", "zset" -> {
        addElements(value);
        return OptionalLong.of(elements / 2);
      }
      case "list", "set" -> {
        addElements(value);
        return OptionalLong.of(elements);
      }
      default -> {
        addElements(value);
        return OptionalLong.empty();
      }
    }
  }

  private void addString(byte[] bytes) {
    if (types.stringsByDigest()) {
      StringDigest.add(StringDigest.of(bytes, 0, bytes.length), fingerprinter);
    } else {
      add(bytes);
    }
  }

  /** Behind the list of a Top-K's names and values two empty texts precede its items. */
  private void addElements(String json) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        boolean items = token == JsonToken.FIELD_NAME && parser.getText().equals(ITEMS);
        if (items && parser.nextToken() == JsonToken.START_ARRAY) {
          add(EMPTY);
          add(EMPTY);
        } else if (items) {
          add(EscapedText.decode(ITEMS));
          addElement(parser, parser.currentToken());
        } else {
          addElement(parser, token);
        }
      }
    }
  }

  private void addElement(JsonParser parser, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_NULL) {
      add(EMPTY);
    } else if (token == JsonToken.FIELD_NAME || token.isScalarValue()) {
      add(EscapedText.decode(parser.getText()));
    }
  }

  private void addFieldExpiries(Row row) throws IOException {
    String expiries = text(row, "field_expires_at");
    if (expiries != null) {
      add(EMPTY);
      addElements(expiries);
    }
  }

  private void add(byte[] element) {
    elements++;
    fingerprinter.add(element, 0, element.length);
  }

  private static byte[] bytes(String value, String encoding) {
    return ValueText.BASE64.equals(encoding)
        ? Base64.getDecoder().decode(value)
        : value.getBytes(UTF_8);
  }

  private String text(Row row, String column) {
    return (String) value(row, column);
  }

  /** Returns null, too, where the table has no such column. */
  private Object value(Row row, String column) {
    for (int i = 0; i < tables.main().columns().size(); i++) {
      if (tables.main().columns().get(i).name().equals(column)) {
        return row.value(i);
      }
    }
    return null;
  }
}

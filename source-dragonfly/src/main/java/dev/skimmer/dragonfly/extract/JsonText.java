package dev.skimmer.dragonfly.extract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.skimmer.text.EscapedText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/** Writes the values of collections as JSON that is always valid. Safe for concurrent use. */
final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  private JsonText() {}

  /** Writes JSON with a generator. */
  interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  static ValueText write(Body body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      body.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing JSON to memory failed", e);
    }
    return new ValueText(text.toString(), ValueText.UTF8);
  }

  /** Writes the first parts of all groups as an array of strings. */
  static ValueText writeArray(Elements value) {
    return write(
        json -> {
          json.writeStartArray();
          for (int i = 0; i < value.groups(); i++) {
            json.writeString(part(value, i, 0));
          }
          json.writeEndArray();
        });
  }

  /** Writes the server's own digits; what is no JSON number, such as {@code inf}, as a string. */
  static void writeNumber(JsonGenerator json, String digits) throws IOException {
    if (NUMBER.matcher(digits).matches()) {
      json.writeNumber(digits);
    } else {
      json.writeString(digits);
    }
  }

  static String part(Elements value, int group, int part) {
    return EscapedText.encode(value.bytes(), value.offset(group, part), value.length(group, part));
  }
}

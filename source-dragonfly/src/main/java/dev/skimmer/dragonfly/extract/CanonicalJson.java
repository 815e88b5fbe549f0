package dev.skimmer.dragonfly.extract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A JSON document without white space, each object's members sorted by the bytes of their names. A
 * text is written as its length in bytes, a colon, and its bytes; everything else in its own
 * characters. A comma ends each element and each member: without it a number would run into the
 * length of the next name. Made to be hashed, not to be read: two documents give the same bytes
 * only if they are equal but for white space, escapes and the order of members.
 */
final class CanonicalJson {
  /** RedisJSON allows a nesting of 128; more is allowed here for other servers. */
  private static final int MAX_DEPTH = 1000;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private byte[] bytes = new byte[256];
  private int length;

  private CanonicalJson() {}

  /** Where one member of an object was written. */
  private static final class Member {
    private final byte[] name;
    private final int from;
    private final int to;

    int compareTo(Member other) {
      return Arrays.compareUnsigned(name, other.name);
    }

    Member(byte[] name, int from, int to) {
      this.name = name;
      this.from = from;
      this.to = to;
    }
  }

  /**
   * Reads a document from UTF-8. What is no JSON becomes itself, so that it still can be compared.
   */
  static CanonicalJson of(byte[] source, int offset, int size) {
    CanonicalJson canonical = new CanonicalJson();
    try (JsonParser parser = FACTORY.createParser(source, offset, size)) {
      canonical.write(parser, parser.nextToken());
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "More than one document");
      }
    } catch (IOException e) {
      canonical.length = 0;
      canonical.append(source, offset, size);
    }
    return canonical;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  private void write(JsonParser parser, JsonToken token) throws IOException {
    if (token == JsonToken.START_OBJECT) {
      writeObject(parser);
    } else if (token == JsonToken.START_ARRAY) {
      append('[');
      for (JsonToken each = parser.nextToken();
          each != JsonToken.END_ARRAY;
          each = parser.nextToken()) {
        write(parser, each);
        append(',');
      }
      append(']');
    } else if (token == JsonToken.VALUE_STRING) {
      writeText(parser.getText().getBytes(StandardCharsets.UTF_8));
    } else if (token != null) {
      append(parser.getText().getBytes(StandardCharsets.UTF_8));
    }
  }

  private void writeObject(JsonParser parser) throws IOException {
    append('{');
    int from = length;
    List<Member> members = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      byte[] name = parser.currentName().getBytes(StandardCharsets.UTF_8);
      int start = length;
      writeText(name);
      write(parser, parser.nextToken());
      append(',');
      members.add(new Member(name, start, length));
    }
    sort(from, members);
    append('}');
  }

  private void sort(int from, List<Member> members) {
    if (areSorted(members)) {
      return;
    }
    byte[] unsorted = Arrays.copyOfRange(bytes, from, length);
    members.sort(Member::compareTo);
    length = from;
    for (Member member : members) {
      append(unsorted, member.from - from, member.to - member.from);
    }
  }

  private static boolean areSorted(List<Member> members) {
    for (int i = 1; i < members.size(); i++) {
      if (members.get(i - 1).compareTo(members.get(i)) > 0) {
        return false;
      }
    }
    return true;
  }

  private void writeText(byte[] text) {
    append((text.length + ":").getBytes(StandardCharsets.US_ASCII));
    append(text);
  }

  private void append(char character) {
    append(new byte[] {(byte) character});
  }

  private void append(byte[] more) {
    append(more, 0, more.length);
  }

  private void append(byte[] source, int offset, int size) {
    if (length + size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + size, bytes.length * 2));
    }
    System.arraycopy(source, offset, bytes, length, size);
    length += size;
  }
}

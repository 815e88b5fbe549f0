package dev.skimmer.keyspace;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The text rule once more, written as its sentence reads, with the platform's UTF-8 decoder. */
final class PlainText {
  private PlainText() {}

  static String of(byte[] bytes) {
    Optional<String> whole = decode(bytes, 0, bytes.length);
    if (whole.isPresent()
        && whole.get().indexOf('\0') < 0
        && !whole.get().contains("\\x")
        && !whole.get().contains("\\\\")) {
      return whole.get();
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes.length; ) {
      i += appendOne(bytes, i, text);
    }
    return text.toString();
  }

  private static int appendOne(byte[] bytes, int from, StringBuilder text) {
    for (int length = 1; length <= Math.min(4, bytes.length - from); length++) {
      Optional<String> character = decode(bytes, from, length);
      if (character.isPresent() && bytes[from] != 0) {
        text.append(character.get().equals("\\") ? "\\\\" : character.get());
        return length;
      }
    }
    text.append("\\x%02X".formatted(bytes[from] & 0xFF));
    return 1;
  }

  private static Optional<String> decode(byte[] bytes, int from, int length) {
    CharBuffer text = CharBuffer.allocate(length);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(bytes, from, length), text, true);
    return result.isError() ? Optional.empty() : Optional.of(text.flip().toString());
  }
}

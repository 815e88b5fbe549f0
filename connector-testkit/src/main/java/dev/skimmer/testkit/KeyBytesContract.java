package dev.skimmer.testkit;

import static dev.skimmer.testkit.ContractKeys.key;
import static dev.skimmer.testkit.ContractKeys.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.Source;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A key may be any bytes: each has a row of its own, whose text stands for it alone. */
interface KeyBytesContract extends SourceHarness {
  @Test
  @Tag("promise-12")
  default void keepsKeysOfAnyBytes() {
    List<byte[]> keys = anyBytes().filter(this::allowsKey).toList();
    keys.forEach(key -> put(key, "value"));
    Set<String> texts = new TreeSet<>();
    keys.forEach(key -> texts.add(keyText(key)));
    assertThat(texts).as("two keys never have one text").hasSameSizeAs(keys);
    try (Source.Session session = open(this)) {
      SourceCopy copy = new SourceCopy(session);
      copy.pass(session);
      assertThat(copy.unreadable()).isEmpty();
      assertThat(copy.keys()).isEqualTo(texts);
      assertThat(copy.pass(session)).isEmpty();
      keys.forEach(this::remove);
      copy.pass(session);
      assertThat(copy.keys()).isEmpty();
    }
  }

  @Test
  default void keepsAKeyOfAMegabyte() {
    byte[] large = key("k".repeat(1 << 20));
    if (!allowsKey(large)) {
      return;
    }
    put(large, "value");
    try (Source.Session session = open(this)) {
      SourceCopy copy = new SourceCopy(session);
      copy.pass(session);
      assertThat(copy.keys()).containsExactly(keyText(large));
      remove(large);
      copy.pass(session);
      assertThat(copy.keys()).isEmpty();
    }
  }

  private static Stream<byte[]> anyBytes() {
    Stream<byte[]> bytes =
        Stream.of(
            new byte[] {(byte) 0xFF, (byte) 0xFE},
            new byte[] {'c', 'a', 'f', (byte) 0xE9},
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            new byte[] {'a', 0, 'b'},
            new byte[] {0},
            new byte[] {'\\', 'x', (byte) 0x80});
    Stream<String> texts =
        Stream.of(
            "",
            " ",
            "a",
            "A",
            " a",
            "a ",
            "a\t",
            "\\x",
            "\\\\",
            "\\",
            "\\x41",
            "\\xFF",
            "*",
            "[a]",
            "?",
            "a\nb",
            "a\r\nb",
            "\"",
            "\"\"",
            "'",
            ",",
            "a,b",
            ";",
            "#",
            "%",
            "_",
            "é",
            "e\u0301",
            "東京",
            "😀",
            "\uFFFF",
            "\u200b",
            "\u001b[31m",
            "null",
            "../a",
            "{}");
    return Stream.concat(bytes, texts.map(ContractKeys::key));
  }
}

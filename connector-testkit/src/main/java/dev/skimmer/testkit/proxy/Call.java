package dev.skimmer.testkit.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skimmer.text.EscapedText;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One command that a client sent. Two calls are equal only if they are the same object; {@link
 * #toString} says the same of equal words.
 *
 * @param connection number of the connection it came on, in the order of connecting, from 1
 * @param words the command's name and its arguments, as sent; at least one
 */
public record Call(int connection, List<byte[]> words) {
  public Call {
    words = List.copyOf(words);
  }

  /**
   * Returns a word as text.
   *
   * @param index 0 for the command's name
   */
  public String text(int index) {
    return new String(words.get(index), UTF_8);
  }

  /** Returns whether the first words are these, in whatever case. */
  boolean startsWith(List<String> first) {
    for (int i = 0; i < first.size(); i++) {
      if (i >= words.size() || !text(i).equalsIgnoreCase(first.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether one of the words behind the command's name is this. */
  boolean hasArgument(byte[] argument) {
    return words.stream().skip(1).anyMatch(word -> Arrays.equals(word, argument));
  }

  /** Returns the words with spaces between, those bytes escaped that are not text. */
  @Override
  public String toString() {
    return words.stream().map(EscapedText::encode).collect(Collectors.joining(" "));
  }
}

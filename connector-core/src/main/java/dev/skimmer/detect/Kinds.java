package dev.skimmer.detect;

import java.util.Optional;

/**
 * Numbers the few words that name types of keys, so that an index entry holds one in five bits. The
 * 32nd word and later ones are not remembered, which costs a reader a question and nothing else.
 * Safe for concurrent use.
 */
final class Kinds {
  static final int UNKNOWN = 0;
  static final int LIMIT = 32;

  private final String[] words = new String[LIMIT];
  private int count = 1;

  synchronized int codeOf(String word) {
    for (int code = 1; code < count; code++) {
      if (words[code].equals(word)) {
        return code;
      }
    }
    if (count == LIMIT) {
      return UNKNOWN;
    }
    words[count] = word;
    return count++;
  }

  synchronized Optional<String> word(int code) {
    return Optional.ofNullable(words[code]);
  }
}

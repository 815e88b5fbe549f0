package dev.skimmer.dragonfly.pipeline;

import java.util.Arrays;

/** What lies where in an array of bytes, without an object for each token. */
final class TokenList {
  private static final int FIRST = 1 << 11;
  private static final int RETAINED = 1 << 17;

  private Token[] kinds = new Token[FIRST];
  private int[] offsets = new int[FIRST];
  private int[] lengths = new int[FIRST];
  private int size;

  void add(Token kind, int offset, int length) {
    if (size == kinds.length) {
      resize(size * 2);
    }
    kinds[size] = kind;
    offsets[size] = offset;
    lengths[size++] = length;
  }

  /** Forgets the tokens from {@code newSize} on. */
  void truncate(int newSize) {
    size = newSize;
  }

  void clear() {
    size = 0;
    if (kinds.length > RETAINED) {
      resize(RETAINED);
    }
  }

  int size() {
    return size;
  }

  Token kind(int token) {
    return kinds[token];
  }

  int offset(int token) {
    return offsets[token];
  }

  int length(int token) {
    return lengths[token];
  }

  int[] offsets() {
    return offsets;
  }

  int[] lengths() {
    return lengths;
  }

  private void resize(int capacity) {
    kinds = Arrays.copyOf(kinds, capacity);
    offsets = Arrays.copyOf(offsets, capacity);
    lengths = Arrays.copyOf(lengths, capacity);
  }
}

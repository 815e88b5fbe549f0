package dev.skimmer.dragonfly.scan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A glob pattern with the meaning that SCAN MATCH gives it, on bytes: {@code *} any bytes, {@code
 * ?} one byte, {@code [a-z]} one of them, {@code [^a]} one other than them, {@code \x} the byte x
 * itself.
 *
 * <p>The meaning of the corner cases is that of {@code stringmatchlen} in Redis's {@code util.c}:
 * an unclosed bracket ends with the pattern, and the ends of a range may be swapped. Immutable.
 */
public final class KeyPattern {
  private static final int STAR = 256;

  /** What one byte may be; with the bit {@link #STAR}, any number of any bytes. */
  private final List<BitSet> tokens;

  private KeyPattern(List<BitSet> tokens) {
    this.tokens = tokens;
  }

  /** Reads a pattern; its UTF-8 bytes count. */
  public static KeyPattern of(String pattern) {
    return of(pattern.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads a pattern. */
  public static KeyPattern of(byte[] pattern) {
    List<BitSet> tokens = new ArrayList<>();
    for (int i = 0; i < pattern.length; i++) {
      switch (pattern[i]) {
        case '*' -> addStar(tokens);
        case '?' -> tokens.add(all());
        case '[' -> i = addClass(pattern, i + 1, tokens);
        case '\\' -> {
          i = Math.min(i + 1, pattern.length - 1);
          tokens.add(one(pattern[i]));
        }
        default -> tokens.add(one(pattern[i]));
      }
    }
    return new KeyPattern(List.copyOf(tokens));
  }

  /** Returns whether the pattern means this key. */
  public boolean matches(byte[] key) {
    int token = 0;
    int position = 0;
    int star = -1;
    int starPosition = 0;
    while (position < key.length) {
      if (token < tokens.size() && isStar(token)) {
        star = token++;
        starPosition = position;
      } else if (token < tokens.size() && tokens.get(token).get(key[position] & 0xFF)) {
        token++;
        position++;
      } else if (star >= 0) {
        token = star + 1;
        position = ++starPosition;
      } else {
        return false;
      }
    }
    while (token < tokens.size() && isStar(token)) {
      token++;
    }
    return token == tokens.size();
  }

  private boolean isStar(int token) {
    return tokens.get(token).get(STAR);
  }

  private static void addStar(List<BitSet> tokens) {
    if (tokens.isEmpty() || !tokens.get(tokens.size() - 1).get(STAR)) {
      BitSet star = new BitSet();
      star.set(STAR);
      tokens.add(star);
    }
  }

  /** Adds the class that begins at {@code start}, and returns the position of its last byte. */
  private static int addClass(byte[] pattern, int start, List<BitSet> tokens) {
    BitSet bytes = new BitSet(256);
    boolean not = start < pattern.length && pattern[start] == '^';
    int i = not ? start + 1 : start;
    while (i < pattern.length && pattern[i] != ']') {
      boolean escaped = pattern[i] == '\\' && i + 1 < pattern.length;
      if (escaped) {
        bytes.set(pattern[i + 1] & 0xFF);
        i += 2;
      } else if (i + 2 < pattern.length && pattern[i + 1] == '-') {
        addRange(pattern[i], pattern[i + 2], bytes);
        i += 3;
      } else {
        bytes.set(pattern[i] & 0xFF);
        i++;
      }
    }
    if (not) {
      bytes.flip(0, 256);
    }
    tokens.add(bytes);
    return i;
  }

  /** Adds a range; bytes compare signed, as {@code char} does where most servers run. */
  private static void addRange(byte one, byte other, BitSet bytes) {
    for (int b = Math.min(one, other); b <= Math.max(one, other); b++) {
      bytes.set(b & 0xFF);
    }
  }

  private static BitSet all() {
    BitSet bytes = new BitSet(256);
    bytes.set(0, 256);
    return bytes;
  }

  private static BitSet one(byte b) {
    BitSet bytes = new BitSet(256);
    bytes.set(b & 0xFF);
    return bytes;
  }
}

package dev.skimmer.dragonfly.extract;

import dev.skimmer.spi.KeyHash;
import dev.skimmer.text.EscapedText;
import java.util.Arrays;

/** A list of keys in one array of bytes. Built by one thread, then only read. */
public final class Keys {
  private byte[] bytes = new byte[1 << 12];
  private int[] ends = new int[1 << 7];
  private int size;

  /** Appends a key that lies in {@code buffer}. */
  public Keys add(byte[] buffer, int offset, int length) {
    int start = offset(size);
    if (start + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(start + length, bytes.length * 2));
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, size * 2);
    }
    System.arraycopy(buffer, offset, bytes, start, length);
    ends[size++] = start + length;
    return this;
  }

  /** Appends a key of another list. */
  public Keys add(Keys other, int index) {
    return add(other.bytes, other.offset(index), other.length(index));
  }

  /** Returns the keys from {@code from} to before {@code to}. */
  public Keys slice(int from, int to) {
    Keys slice = new Keys();
    for (int i = from; i < to; i++) {
      slice.add(this, i);
    }
    return slice;
  }

  /** Returns the number of keys. */
  public int size() {
    return size;
  }

  /** Returns whether there is no key. */
  public boolean isEmpty() {
    return size == 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int offset(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  int length(int index) {
    return ends[index] - offset(index);
  }

  byte[] copy(int index) {
    return Arrays.copyOfRange(bytes, offset(index), ends[index]);
  }

  KeyHash hash(int index) {
    return KeyHash.of(bytes, offset(index), length(index));
  }

  String text(int index) {
    return EscapedText.encode(bytes, offset(index), length(index));
  }
}

package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.Replies;
import java.util.Arrays;

/** Gathers the elements of a collection that is read in windows. */
final class ElementStore {
  private byte[] bytes = new byte[1 << 16];
  private int used;
  private int[] offsets = new int[1 << 11];
  private int[] lengths = new int[1 << 11];
  private int count;

  void clear() {
    used = 0;
    count = 0;
  }

  /** Returns the size by which {@code max_value_bytes} is measured. */
  long size() {
    return used + (long) count * Replies.ELEMENT_OVERHEAD;
  }

  int count() {
    return count;
  }

  /** Appends {@code number} tokens from {@code token} on. */
  void add(Replies replies, int token, int number) {
    for (int i = token; i < token + number; i++) {
      int length = replies.length(i);
      reserve(length);
      System.arraycopy(replies.bytes(), replies.offset(i), bytes, used, length);
      offsets[count] = used;
      lengths[count++] = length;
      used += length;
    }
  }

  Elements show(Elements into, int stride) {
    return into.show(bytes, offsets, lengths, 0, count, stride);
  }

  /** Shows the groups from {@code firstGroup} on. */
  Elements show(Elements into, int stride, int firstGroup) {
    int first = firstGroup * stride;
    return into.show(bytes, offsets, lengths, first, count - first, stride);
  }

  private void reserve(int length) {
    long needed = (long) used + length;
    if (needed > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes,
              (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, bytes.length * 3L / 2)));
    }
    if (count == offsets.length) {
      offsets = Arrays.copyOf(offsets, count * 3 / 2);
      lengths = Arrays.copyOf(lengths, count * 3 / 2);
    }
  }
}

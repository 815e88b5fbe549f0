package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.Replies;
import java.util.Arrays;

/**
 * A view of the elements of one value, in groups: a field and its value, a member and its score, or
 * one element alone. Points into an array of bytes that belongs to somebody else. Reused from key
 * to key.
 */
final class Elements {
  private byte[] bytes = {};
  private int[] offsets = {};
  private int[] lengths = {};
  private int first;
  private int stride = 1;
  private int groups;
  private int[] order = new int[64];
  private int[] spare = {};

  /** Shows {@code count} tokens from {@code token} on, in groups of {@code newStride}. */
  Elements show(Replies replies, int token, int count, int newStride) {
    return show(replies.bytes(), replies.offsets(), replies.lengths(), token, count, newStride);
  }

  Elements show(
      byte[] newBytes, int[] newOffsets, int[] newLengths, int from, int count, int newStride) {
    bytes = newBytes;
    offsets = newOffsets;
    lengths = newLengths;
    first = from;
    stride = newStride;
    groups = count / newStride;
    if (order.length < groups) {
      order = new int[Math.max(groups, order.length * 2)];
    }
    for (int i = 0; i < groups; i++) {
      order[i] = i;
    }
    return this;
  }

  /** Returns the number of groups. */
  int groups() {
    return groups;
  }

  int stride() {
    return stride;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Returns where a part of a group begins. */
  int offset(int group, int part) {
    return offsets[first + order[group] * stride + part];
  }

  /** Returns how many bytes a part of a group has. */
  int length(int group, int part) {
    return lengths[first + order[group] * stride + part];
  }

  /** Returns the place that a group had before it was moved by sorting and dropping. */
  int source(int group) {
    return order[group];
  }

  /** Sorts the groups by the bytes of their first parts, unsigned. Stable. */
  Elements sort() {
    if (groups <= 24) {
      insertionSort();
    } else {
      mergeSort();
    }
    return this;
  }

  /** Drops, of sorted groups with the same first part, all but the one that was read last. */
  Elements dropRepeated() {
    int kept = 0;
    for (int i = 0; i < groups; i++) {
      boolean repeated = i + 1 < groups && compare(order[i], order[i + 1]) == 0;
      if (!repeated) {
        order[kept++] = order[i];
      }
    }
    groups = kept;
    return this;
  }

  private void insertionSort() {
    for (int i = 1; i < groups; i++) {
      int moving = order[i];
      int hole = i;
      while (hole > 0 && compare(order[hole - 1], moving) > 0) {
        order[hole] = order[hole - 1];
        hole--;
      }
      order[hole] = moving;
    }
  }

  private void mergeSort() {
    if (spare.length < groups) {
      spare = new int[order.length];
    }
    for (int width = 1; width < groups; width *= 2) {
      for (int from = 0; from < groups; from += 2 * width) {
        merge(from, Math.min(from + width, groups), Math.min(from + 2 * width, groups));
      }
      int[] sorted = spare;
      spare = order;
      order = sorted;
    }
  }

  private void merge(int from, int middle, int to) {
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      boolean takeLeft = left < middle && (right >= to || compare(order[left], order[right]) <= 0);
      spare[i] = takeLeft ? order[left++] : order[right++];
    }
  }

  private int compare(int group, int other) {
    int a = first + group * stride;
    int b = first + other * stride;
    return Arrays.compareUnsigned(
        bytes, offsets[a], offsets[a] + lengths[a], bytes, offsets[b], offsets[b] + lengths[b]);
  }
}

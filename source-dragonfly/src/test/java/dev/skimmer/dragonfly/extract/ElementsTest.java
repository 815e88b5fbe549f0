package dev.skimmer.dragonfly.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sorting by bytes, whatever their number. */
class ElementsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 24, 25, 26, 100, 1000, 4097})
  void sortsByUnsignedBytesAndKeepsTheLastOfEqualOnes(int size) {
    Random random = new Random(size);
    byte[] bytes = new byte[size * 8];
    int[] offsets = new int[size * 2];
    int[] lengths = new int[size * 2];
    List<byte[]> keys = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int length = random.nextInt(3);
      for (int j = 0; j < length; j++) {
        bytes[i * 8 + j] = (byte) random.nextInt(256);
      }
      offsets[2 * i] = i * 8;
      lengths[2 * i] = length;
      offsets[2 * i + 1] = i;
      keys.add(Arrays.copyOfRange(bytes, i * 8, i * 8 + length));
    }
    Elements elements =
        new Elements().show(bytes, offsets, lengths, 0, size * 2, 2).sort().dropRepeated();
    List<byte[]> distinct =
        keys.stream()
            .map(Key::new)
            .distinct()
            .map(Key::bytes)
            .sorted(Arrays::compareUnsigned)
            .toList();
    assertThat(elements.groups()).isEqualTo(distinct.size());
    for (int i = 0; i < distinct.size(); i++) {
      byte[] expected = distinct.get(i);
      int from = elements.offset(i, 0);
      assertThat(Arrays.copyOfRange(bytes, from, from + elements.length(i, 0))).isEqualTo(expected);
      assertThat(elements.offset(i, 1)).isEqualTo(lastIndexOf(expected, keys));
    }
  }

  private static int lastIndexOf(byte[] key, List<byte[]> keys) {
    int last = -1;
    for (int i = 0; i < keys.size(); i++) {
      last = Arrays.equals(keys.get(i), key) ? i : last;
    }
    return last;
  }

  /** A key that equals another by its bytes. */
  private static final class Key {
    private final byte[] bytes;

    Key(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }
}

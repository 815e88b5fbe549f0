package dev.skimmer.dragonfly.extract;

import dev.skimmer.spi.KeyHash;

/**
 * The key of a series or stream.
 *
 * @param keys a list of just this key
 * @param hash of its bytes
 * @param text of the key column
 */
record SeriesKey(Keys keys, KeyHash hash, String text) {
  static SeriesKey of(Keys from, int index) {
    Keys keys = from.slice(index, index + 1);
    return new SeriesKey(keys, keys.hash(0), keys.text(0));
  }

  byte[] bytes() {
    return keys.copy(0);
  }
}

package dev.skimmer.config;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which parts of a compound stand in its text as they are: they stay the same whatever the
 * references of the text stand for.
 */
final class WrittenParts {
  private WrittenParts() {}

  /**
   * Returns the keys of these parts.
   *
   * @param text with its references
   * @return none where the text can not be read without what they stand for
   */
  static Set<String> of(PropertyReader reader, String text) {
    Map<String, String> parts = read(reader, References.replaceAll(text, "6"));
    Map<String, String> others = read(reader, References.replaceAll(text, "7"));
    Set<String> same = new HashSet<>(parts.keySet());
    same.removeIf(key -> !parts.get(key).equals(others.get(key)));
    return same;
  }

  private static Map<String, String> read(PropertyReader reader, String text) {
    return reader.read(Optional.of(text), new Problems()) instanceof Optional<?> read
            && read.orElse(null) instanceof Compound compound
        ? compound.texts()
        : Map.of();
  }
}

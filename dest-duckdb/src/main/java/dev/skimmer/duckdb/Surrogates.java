package dev.skimmer.duckdb;

/** Guards against text that is no Unicode: the driver would silently write a question mark. */
final class Surrogates {
  private Surrogates() {}

  /**
   * Refuses a surrogate without its partner.
   *
   * @throws IllegalArgumentException when there is one
   */
  static void requirePaired(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i)) && !isPaired(text, i)) {
        throw new IllegalArgumentException(
            "A text of %d characters holds half a surrogate pair at %d; escape it first"
                .formatted(text.length(), i));
      }
    }
  }

  private static boolean isPaired(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}

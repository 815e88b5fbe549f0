package dev.skimmer.dragonfly.extract;

/**
 * A value as the table holds it.
 *
 * @param text the value column; null where the value cannot be read
 * @param encoding the encoding column
 */
record ValueText(String text, String encoding) {
  /** Stands for a value that cannot be read. */
  static final ValueText NONE = new ValueText(null, null);

  static final String UTF8 = "utf8";
  static final String BASE64 = "base64";
}

package dev.skimmer.dragonfly.extract;

/**
 * A value as the table holds it.
 *
 * @param text the value column
 * @param encoding the encoding column
 */
record ValueText(String text, String encoding) {
  static final String UTF8 = "utf8";
  static final String BASE64 = "base64";
}

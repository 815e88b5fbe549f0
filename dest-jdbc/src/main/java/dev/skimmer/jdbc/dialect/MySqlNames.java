package dev.skimmer.jdbc.dialect;

import static dev.skimmer.spi.ErrorCode.CONFIG_INVALID;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.text.Printable;

/**
 * Names in MySQL: in backticks, at most 64 characters, without NUL, without characters beyond
 * U+FFFF, with no space at the end and without the prefix of encoded names.
 */
final class MySqlNames {
  static final int MAX_CHARS = 64;

  /** Before the name of a file, which stands for another name. */
  private static final String ENCODED = "#mysql50#";

  private MySqlNames() {}

  static String quote(String identifier, String product) {
    if (identifier.chars().anyMatch(c -> c == 0 || Character.isSurrogate((char) c))) {
      throw invalid(identifier, "it holds NUL or a character beyond U+FFFF", product);
    }
    if (identifier.startsWith(ENCODED)) {
      throw invalid(identifier, "names that begin so are decoded", product);
    }
    if (identifier.endsWith(" ")) {
      throw invalid(identifier, "it ends with a space", product);
    }
    if (identifier.length() > MAX_CHARS) {
      throw invalid(
          identifier,
          "it has %d characters, and %d are allowed".formatted(identifier.length(), MAX_CHARS),
          product);
    }
    return '`' + identifier.replace("`", "``") + '`';
  }

  private static ConnectorException invalid(String identifier, String reason, String product) {
    return new ConnectorException(
        CONFIG_INVALID,
        "Cannot use %s as a name in %s: %s. Choose another name."
            .formatted(Printable.quoted(identifier), product, reason));
  }
}

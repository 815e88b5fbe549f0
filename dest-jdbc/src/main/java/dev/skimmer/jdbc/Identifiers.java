package dev.skimmer.jdbc;

import static dev.skimmer.spi.ErrorCode.CONFIG_INVALID;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.text.Printable;
import java.nio.charset.StandardCharsets;

/** Quotes names the way of the SQL standard: in double quotes, with those inside doubled. */
final class Identifiers {
  private Identifiers() {}

  static String quote(String identifier, Dialect dialect) {
    if (identifier.indexOf('\0') >= 0
        || !StandardCharsets.UTF_8.newEncoder().canEncode(identifier)) {
      throw invalid(identifier, "it holds a character that no database accepts in a name", dialect);
    }
    int bytes = identifier.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > dialect.maxIdentifierBytes()) {
      throw invalid(
          identifier,
          "it has %d bytes, and %s allows %d"
              .formatted(bytes, dialect.product(), dialect.maxIdentifierBytes()),
          dialect);
    }
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  private static ConnectorException invalid(String identifier, String reason, Dialect dialect) {
    return new ConnectorException(
        CONFIG_INVALID,
        "Cannot use %s as a name in %s: %s. Choose another name."
            .formatted(Printable.quoted(identifier), dialect.product(), reason));
  }
}

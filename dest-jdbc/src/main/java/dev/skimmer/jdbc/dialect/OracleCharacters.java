package dev.skimmer.jdbc.dialect;

import static dev.skimmer.spi.ErrorCode.CONFIG_INVALID;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.text.Printable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** The character set of an Oracle database, in which every text must be able to stand. */
final class OracleCharacters {
  private static final String QUERY =
      "SELECT value FROM nls_database_parameters WHERE parameter = 'NLS_CHARACTERSET'";

  private static final Set<String> UNICODE = Set.of("AL32UTF8", "UTF8");

  private OracleCharacters() {}

  /**
   * Refuses a database that would store question marks for characters that it lacks.
   *
   * @throws ConnectorException with {@code CONFIG_INVALID}
   */
  static void require(Statement statement) throws SQLException {
    try (ResultSet found = statement.executeQuery(QUERY)) {
      String name = found.next() ? found.getString(1) : "unknown";
      if (!UNICODE.contains(name)) {
        throw new ConnectorException(
            CONFIG_INVALID,
            "Cannot write to an Oracle database whose character set is %s: texts would lose characters. Use one with AL32UTF8."
                .formatted(Printable.quoted(name)));
      }
    }
  }
}

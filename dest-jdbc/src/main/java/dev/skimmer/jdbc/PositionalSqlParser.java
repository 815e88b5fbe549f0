package dev.skimmer.jdbc;

import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Finds the {@code ?} of a statement outside of quotes, and nothing else. JDBI's own parsers read a
 * colon, an angle bracket or a backslash inside a quoted name as theirs.
 */
final class PositionalSqlParser implements SqlParser {
  private static final String QUOTES = "\"'`";

  @Override
  public ParsedSql parse(String sql, StatementContext context) {
    return parse(sql);
  }

  static ParsedSql parse(String sql) {
    ParsedSql.Builder parsed = ParsedSql.builder();
    int from = 0;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (QUOTES.indexOf(c) >= 0) {
        i = closingQuote(sql, i);
      } else if (c == '?') {
        parsed.append(sql.substring(from, i)).appendPositionalParameter();
        from = i + 1;
      }
    }
    return parsed.append(sql.substring(from)).build();
  }

  @Override
  public String nameParameter(String rawName, StatementContext context) {
    throw new UnsupportedOperationException("Statements have positional parameters only");
  }

  /** A doubled quote inside reads as the end of one text and the start of the next. */
  private static int closingQuote(String sql, int opening) {
    int closing = sql.indexOf(sql.charAt(opening), opening + 1);
    if (closing < 0) {
      throw new IllegalArgumentException("A quote is not closed");
    }
    return closing;
  }
}

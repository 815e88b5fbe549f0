package dev.skimmer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.statement.ParsedSql;
import org.junit.jupiter.api.Test;

class PositionalSqlParserTest {
  @Test
  void countsParametersOutsideOfQuotesOnly() {
    assertParameters(2, "UPDATE \"a?\" SET `b?` = ? WHERE c = 'd?' AND e = ?");
  }

  @Test
  void readsDoubledQuotesAsPartOfAName() {
    assertParameters(1, "SELECT \"a\"\"?\" FROM t WHERE x = ?");
  }

  @Test
  void takesNothingElseForAParameter() {
    assertParameters(0, "SELECT \"<a> :b \\\" FROM t");
  }

  private static void assertParameters(int count, String sql) {
    ParsedSql parsed = PositionalSqlParser.parse(sql);
    assertThat(parsed.getSql()).isEqualTo(sql);
    assertThat(parsed.getParameters().getParameterCount()).isEqualTo(count);
  }
}

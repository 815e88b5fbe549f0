package dev.skimmer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.TableId;
import org.junit.jupiter.api.Test;

class TableNameTest {
  private final Dialect dialect = new StandardDialect();

  @Test
  void quotesEachPartOfAName() {
    assertThat(quoted("copy")).isEqualTo("\"copy\"");
    assertThat(quoted("shop.copy")).isEqualTo("\"shop\".\"copy\"");
  }

  @Test
  void doublesQuotesSoThatNothingInANameIsSql() {
    assertThat(quoted("\"; drop table x; --")).isEqualTo("\"\"\"; drop table x; --\"");
    assertThat(quoted("line\nbreak")).isEqualTo("\"line\nbreak\"");
  }

  @Test
  void refusesNamesThatAreNoTable() {
    for (String name : new String[] {"a.b.c", ".a", "a.", "a. .b", "a..b"}) {
      assertInvalid(name);
    }
  }

  @Test
  void refusesWhatNoDatabaseHolds() {
    assertInvalid("a\0b");
    assertInvalid("half \uD83D");
  }

  @Test
  void countsBytesAndNotCharacters() {
    assertThat(quoted("é".repeat(31))).hasSize(33);
    assertThat(assertInvalid("é".repeat(32))).hasMessageContaining("64 bytes");
  }

  @Test
  void printsAnEvilNameOnOneLine() {
    assertThat(assertInvalid("a\0\n\u001b[31m")).hasMessageContaining("\"a? ?[31m\"");
  }

  private String quoted(String name) {
    return TableName.parse(new TableId(name)).quoted(dialect);
  }

  private ConnectorException assertInvalid(String name) {
    ConnectorException failure = catchThrowableOfType(ConnectorException.class, () -> quoted(name));
    assertThat(failure).as(name).isNotNull();
    assertThat(failure.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
    return failure;
  }
}

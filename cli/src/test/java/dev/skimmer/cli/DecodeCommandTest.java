package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.text.EscapedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodeCommandTest {
  private static final Path TABLES_PAGE = Path.of("..", "docs", "tables.md");

  @ParameterizedTest
  @CsvSource({"caf\\xE9, 636166e9", "a\\\\b\\x00, 615c6200", "a\\b, 615c62", "é, c3a9"})
  void printsTheBytesOfAText(String text, String hex) {
    CliRun run = CliRun.of("decode", "--hex", text);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualToIgnoringNewLines(hex);
  }

  @Test
  void writesTheBytesThemselves() {
    assertThat(CliRun.of("decode", "a\\x00b").out()).isEqualTo("a\0b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\xZZ", "\\x41", "\\xff"})
  void saysWhatIsWrongWithATextThatSkimmerNeverWrites(String text) {
    CliRun run = CliRun.of("decode", text);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("two upper-case hexadecimal digits");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"616263", "636166e9", "5c78", "5c5c", "00", "615c62", "ff5c00c3a95c", "0a"})
  void theSqlOfTheDocumentationGivesTheSameBytes(String hex) throws IOException, SQLException {
    Matcher sql =
        Pattern.compile("```sql\\n-- DuckDB\\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(TABLES_PAGE));
    assertThat(sql.find()).isTrue();
    String text = EscapedText.encode(HexFormat.of().parseHex(hex));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        PreparedStatement query =
            connection.prepareStatement(
                sql.group(1).replace("dragonfly_data", "(SELECT ?::VARCHAR AS key)"))) {
      query.setString(1, text);
      try (ResultSet result = query.executeQuery()) {
        assertThat(result.next()).isTrue();
        byte[] bytes = result.getBytes(1);
        assertThat(HexFormat.of().formatHex(bytes))
            .as(new String(bytes, StandardCharsets.ISO_8859_1))
            .isEqualTo(hex);
      }
    }
  }
}

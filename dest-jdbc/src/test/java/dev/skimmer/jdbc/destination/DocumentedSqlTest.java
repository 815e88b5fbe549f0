package dev.skimmer.jdbc.destination;

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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The SQL that the documentation gives to users of PostgreSQL, run on one. */
class DocumentedSqlTest {
  private static final List<byte[]> KEYS =
      List.of(
          utf8("plain"),
          utf8("Z\u00fcrich \ud83d\ude00"),
          utf8("\\"),
          utf8("\\\\"),
          utf8("\\x41"),
          utf8("a\\xFF\\"),
          bytes("00"),
          bytes("61ff62c328"),
          bytes("5c785c00eda0805c5c"));

  @Test
  void turnsEscapedKeysBackIntoTheirBytes() throws IOException, SQLException {
    String page = Files.readString(Path.of("..", "docs", "tables.md"));
    String block = page.substring(page.indexOf("-- PostgreSQL"));
    String sql = block.substring(0, block.indexOf("```"));
    String schema = PostgresServer.newSchema();
    try (Connection connection =
        DriverManager.getConnection(
            PostgresServer.url() + "?currentSchema=" + schema,
            PostgresServer.USER,
            PostgresServer.PASSWORD)) {
      connection.createStatement().execute("CREATE TABLE dragonfly_data (key text)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO dragonfly_data VALUES (?)")) {
        for (byte[] key : KEYS) {
          insert.setString(1, EscapedText.encode(key));
          insert.executeUpdate();
        }
      }
      Set<String> decoded = new TreeSet<>();
      try (ResultSet rows = connection.createStatement().executeQuery(sql)) {
        while (rows.next()) {
          decoded.add(HexFormat.of().formatHex(rows.getBytes(1)));
        }
      }
      assertThat(decoded)
          .containsExactlyInAnyOrderElementsOf(
              KEYS.stream().map(HexFormat.of()::formatHex).toList());
    } finally {
      PostgresServer.dropSchema(schema);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}

package dev.skimmer.jdbc.destination;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;

class SqliteContractTest extends JdbcContractTest {
  @TempDir Path folder;

  @Override
  JdbcConfig config() {
    return Configs.of("jdbc:sqlite:" + folder.resolve("contract.sqlite"));
  }

  @Override
  public boolean keepsNaN() {
    return false;
  }

  @Override
  Instant instant(ResultSet result, int position) throws SQLException {
    String text = result.getString(position);
    return text == null ? null : Instant.parse(text.replace(' ', 'T') + "Z");
  }
}

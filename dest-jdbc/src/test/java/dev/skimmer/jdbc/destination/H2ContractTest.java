package dev.skimmer.jdbc.destination;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2ContractTest extends JdbcContractTest {
  @TempDir Path folder;

  @Override
  JdbcConfig config() {
    return Configs.of("jdbc:h2:" + folder.resolve("contract"));
  }
}

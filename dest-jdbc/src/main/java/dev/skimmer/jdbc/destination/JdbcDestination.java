package dev.skimmer.jdbc.destination;

import dev.skimmer.jdbc.JdbcSession;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Fact;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes any database whose driver is on the class path and whose dialect is known. */
public final class JdbcDestination implements Destination<JdbcConfig> {
  @Override
  public String name() {
    return "jdbc";
  }

  @Override
  public Class<JdbcConfig> configType() {
    return JdbcConfig.class;
  }

  /** The short form is the JDBC URL itself. */
  @Override
  public Map<String, String> parse(String reference) {
    if (!reference.matches("jdbc:[^:]+:.*")) {
      throw new IllegalArgumentException(
          "Expected a JDBC URL, such as jdbc:postgresql://localhost:5432/shop?user=copier");
    }
    return JdbcUrl.of(reference).parse();
  }

  /** Returns false for an embedded database whose file is not there; others are never created. */
  @Override
  public boolean isThere(JdbcConfig config) {
    return EmbeddedFile.of(config.url()).map(Files::exists).orElse(true);
  }

  @Override
  public Session open(JdbcConfig config, Context context) {
    return new JdbcSession(JdbcDatabase.open(config), context.clock());
  }

  @Override
  public List<Fact> check(JdbcConfig config, Context context) {
    Optional<Path> absent = EmbeddedFile.of(config.url()).filter(file -> !Files.exists(file));
    if (absent.isPresent()) {
      return new AbsentFile(config, absent.get()).facts();
    }
    try (JdbcDatabase database = JdbcDatabase.open(config)) {
      return new JdbcCheck(database).facts();
    }
  }
}

package dev.skimmer.duckdb;

import dev.skimmer.jdbc.JdbcSession;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Fact;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** Writes a DuckDB file. */
public final class DuckDbDestination implements Destination<DuckDbConfig> {
  static final String NAME = "duckdb";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<DuckDbConfig> configType() {
    return DuckDbConfig.class;
  }

  @Override
  public Map<String, String> parse(String reference) {
    return Reference.parse(reference);
  }

  @Override
  public boolean isThere(DuckDbConfig config) {
    return Files.exists(config.path());
  }

  @Override
  public Session open(DuckDbConfig config, Context context) {
    return new JdbcSession(DuckDbDatabase.open(config), context.clock());
  }

  @Override
  public List<Fact> check(DuckDbConfig config, Context context) {
    return new Check(config).facts();
  }
}

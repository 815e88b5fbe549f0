package dev.skimmer.snowflake;

import dev.skimmer.jdbc.JdbcSession;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Fact;
import java.util.List;
import java.util.Map;

/** Writes a schema in Snowflake. */
public final class SnowflakeDestination implements Destination<SnowflakeConfig> {
  static final String NAME = "snowflake";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Class<SnowflakeConfig> configType() {
    return SnowflakeConfig.class;
  }

  @Override
  public Map<String, String> parse(String reference) {
    return Reference.parse(reference);
  }

  @Override
  public Session open(SnowflakeConfig config, Context context) {
    return new JdbcSession(SnowflakeDatabase.open(config), context.clock());
  }

  @Override
  public List<Fact> check(SnowflakeConfig config, Context context) {
    try (SnowflakeDatabase database = SnowflakeDatabase.open(config)) {
      return new SnowflakeCheck(database, config).facts();
    }
  }
}

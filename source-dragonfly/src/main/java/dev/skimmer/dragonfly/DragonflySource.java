package dev.skimmer.dragonfly;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.PipelineLayout;
import dev.skimmer.spi.Source;
import java.util.Optional;

/** Reads the keyspace of a Dragonfly, Redis or Valkey server. */
public final class DragonflySource implements Source<DragonflyConfig> {
  @Override
  public String name() {
    return "dragonfly";
  }

  @Override
  public Class<DragonflyConfig> configType() {
    return DragonflyConfig.class;
  }

  @Override
  public Optional<PipelineLayout> layout(DragonflyConfig config) {
    return Optional.of(new PipelineLayout(config.tableName(), Keyspaces.tables(config)));
  }

  @Override
  public Session open(DragonflyConfig config, Context context) {
    return DragonflySession.open(config, context);
  }
}

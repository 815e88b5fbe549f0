package dev.skimmer.dragonfly;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Source;

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
  public Session open(DragonflyConfig config, Context context) {
    return DragonflySession.open(config, context);
  }
}

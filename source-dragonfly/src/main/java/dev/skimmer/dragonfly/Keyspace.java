package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.extract.ReadSettings;
import dev.skimmer.dragonfly.extract.Tables;
import dev.skimmer.spi.Split;

/**
 * One database and how it is read.
 *
 * @param database its number
 * @param splitId names its split in the stored state
 * @param settings for reading it, the tables that it fills among them
 */
record Keyspace(int database, String splitId, ReadSettings settings) {
  Split split() {
    return new Split(splitId, tables().main().id());
  }

  Tables tables() {
    return settings.tables();
  }
}

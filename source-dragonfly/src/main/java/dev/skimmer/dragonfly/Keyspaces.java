package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.connect.ConnectSettings;
import dev.skimmer.dragonfly.extract.ReadSettings;
import dev.skimmer.dragonfly.extract.SeriesCopies;
import dev.skimmer.dragonfly.extract.Tables;
import dev.skimmer.dragonfly.extract.UnsupportedTypes;
import dev.skimmer.dragonfly.extract.ValueTypes;
import dev.skimmer.dragonfly.pace.Pace;
import dev.skimmer.dragonfly.timeseries.TimeSeriesSettings;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The databases that a session reads, each with its tables and its split. Immutable. */
final class Keyspaces {
  private static final String WHOLE_DATABASE = "all";

  /** How many splits the engine reads at once. */
  static final int READERS = 4;

  private final List<Keyspace> all;

  private Keyspaces(List<Keyspace> all) {
    this.all = List.copyOf(all);
  }

  /**
   * Gives each database its tables: the plain name to the only one, and to number 0 of several.
   *
   * @param present the numbers of the selected databases that the server has, in ascending order
   * @param splits how many splits there are
   * @param pace how fast they are read
   */
  static Keyspaces of(
      DragonflyConfig config,
      List<Integer> present,
      ConnectSettings server,
      int splits,
      Pace pace) {
    ValueTypes types = new ValueTypes(config.maxValueBytes(), config.trustDigest());
    UnsupportedTypes unsupported = new UnsupportedTypes(config.onUnsupported());
    boolean single = config.database().isSingle();
    List<Keyspace> all = new ArrayList<>();
    for (int database : present) {
      ReadSettings settings =
          new ReadSettings(
              server.address(),
              tablesOf(config, database),
              types,
              unsupported,
              new SeriesCopies(timeSeries(config), config.streamMirror()),
              config.maxValueBytes(),
              pace,
              server.timeout(),
              Math.max(1, Math.min(READERS, splits)));
      all.add(new Keyspace(database, single ? WHOLE_DATABASE : "db" + database, settings));
    }
    return new Keyspaces(all);
  }

  private static Tables tablesOf(DragonflyConfig config, int database) {
    boolean plain = config.database().isSingle() || database == 0;
    return Tables.named(
        plain ? config.tableName() : config.tableName() + "_db" + database,
        config.hashFieldExpiry());
  }

  /** Returns the tables of all databases that are selected, whether the server has them or not. */
  static List<TableSchema> tables(DragonflyConfig config) {
    return inOrder(
        config.database().numbers().stream().map(number -> tablesOf(config, number)).toList());
  }

  private static List<TableSchema> inOrder(List<Tables> databases) {
    return Stream.concat(
            databases.stream().map(Tables::main),
            databases.stream().flatMap(tables -> tables.companions().stream()))
        .toList();
  }

  private static TimeSeriesSettings timeSeries(DragonflyConfig config) {
    return new TimeSeriesSettings(
        config.timeSeriesLookback(),
        config.timeSeriesMirror(),
        Duration.ofHours(config.timeSeriesVerifyHours()));
  }

  List<Keyspace> all() {
    return all;
  }

  Keyspace first() {
    return all.get(0);
  }

  /** Returns all tables, the main ones first. */
  List<TableSchema> tables() {
    return inOrder(all.stream().map(Keyspace::tables).toList());
  }

  Keyspace ofSplit(String id) {
    return all.stream()
        .filter(keyspace -> keyspace.splitId().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new ConnectorException(
                    ErrorCode.STATE_UNREADABLE,
                    "Split %s is none of this version's. Begin a new pass.".formatted(id)));
  }

  Keyspace ofTable(TableId mainTable) {
    return all.stream()
        .filter(keyspace -> keyspace.tables().main().id().equals(mainTable))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No database fills table " + mainTable));
  }
}

package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.connect.Connector;
import dev.skimmer.dragonfly.connect.ControlConnection;
import dev.skimmer.dragonfly.connect.DatabaseCensus;
import dev.skimmer.dragonfly.connect.MasterWatch;
import dev.skimmer.dragonfly.connect.ServerProbe;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.Fact;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One server that holds all keys of its databases. Safe for concurrent use. */
final class SingleServer implements Deployment {
  /** Enough for 64 threads; a server has other clients, too. */
  private static final int MOST_LANES = 15;

  private final Connector connector;
  private final ControlConnection control;
  private final ServerProbe probe;
  private final DatabaseCensus census;
  private final Keyspaces keyspaces;
  private final boolean single;
  private final int shards;
  private final Optional<MasterWatch> master;

  /**
   * Creates the view of a server.
   *
   * @param single whether one database is read, the one of the connection
   * @param shards how many parts of a database can be walked at once
   * @param master where sentinels say which server it is
   */
  SingleServer(
      ControlConnection control,
      Keyspaces keyspaces,
      boolean single,
      int shards,
      Optional<MasterWatch> master) {
    this.connector = control.connector();
    this.control = control;
    this.probe = new ServerProbe(control);
    this.census = new DatabaseCensus(control);
    this.keyspaces = keyspaces;
    this.single = single;
    this.shards = shards;
    this.master = master;
  }

  @Override
  public Epoch epoch() {
    return master.map(MasterWatch::epoch).orElseGet(probe::epoch);
  }

  @Override
  public Optional<Epoch> unsettledEpoch() {
    return Optional.empty();
  }

  /** Returns one split a database, or one a shard where the server's cursors can be divided. */
  @Override
  public List<Split> splits() {
    return keyspaces.all().stream().flatMap(this::splits).toList();
  }

  private Stream<Split> splits(Keyspace keyspace) {
    Split whole = keyspace.split();
    return shards == 1
        ? Stream.of(whole)
        : IntStream.range(0, shards)
            .mapToObj(shard -> new ShardSplit(whole.id(), shard, shards).name())
            .map(name -> new Split(name, whole.table()));
  }

  @Override
  public Place placeOf(Split split) {
    ShardSplit shard = ShardSplit.parse(split.id());
    return place(keyspaces.ofSplit(shard.keyspace())).within(shard.range()).with(lanes());
  }

  /**
   * A connection of Dragonfly lives on one of its threads ({@code dragonfly_listener.cc}), so that
   * all readers together have at least as many as there are threads; each scans on one more.
   */
  private int lanes() {
    int each = (shards + Keyspaces.READERS - 1) / Keyspaces.READERS;
    return Math.min(MOST_LANES, each - 1);
  }

  @Override
  public Place placeOfRest(TableId table) {
    return place(keyspaces.ofTable(table));
  }

  private Place place(Keyspace keyspace) {
    return new Place(keyspace, Optional.of(connector), Optional.empty());
  }

  @Override
  public OptionalLong keys(TableId mainTable) {
    return single ? probe.keys() : census.keys(keyspaces.ofTable(mainTable).database());
  }

  @Override
  public boolean mayExpire(int database) {
    return census.mayExpire(database);
  }

  @Override
  public List<ControlConnection> controls() {
    return List.of(control);
  }

  @Override
  public List<List<String>> commands() {
    return List.of();
  }

  @Override
  public List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    master.ifPresent(watch -> facts.add(new Fact("sentinel", watch.description())));
    if (shards > 1) {
      facts.add(new Fact("scan", shards + " shards at once"));
    }
    return facts;
  }

  @Override
  public void close() {
    // The session closes the connection, which it opened before it knew what it reaches.
  }
}

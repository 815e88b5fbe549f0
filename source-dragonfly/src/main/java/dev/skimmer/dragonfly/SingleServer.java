package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.connect.Connector;
import dev.skimmer.dragonfly.connect.ControlConnection;
import dev.skimmer.dragonfly.connect.DatabaseCensus;
import dev.skimmer.dragonfly.connect.ServerProbe;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.Fact;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.TableId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One server that holds all keys of its databases. Safe for concurrent use. */
final class SingleServer implements Deployment {
  private final Connector connector;
  private final ControlConnection control;
  private final ServerProbe probe;
  private final DatabaseCensus census;
  private final Keyspaces keyspaces;
  private final boolean single;

  /**
   * Creates the view of a server.
   *
   * @param single whether one database is read, the one of the connection
   */
  SingleServer(ControlConnection control, Keyspaces keyspaces, boolean single) {
    this.connector = control.connector();
    this.control = control;
    this.probe = new ServerProbe(control);
    this.census = new DatabaseCensus(control);
    this.keyspaces = keyspaces;
    this.single = single;
  }

  @Override
  public Epoch epoch() {
    return probe.epoch();
  }

  @Override
  public Optional<Epoch> unsettledEpoch() {
    return Optional.empty();
  }

  /** Returns one split a database, as a SCAN cursor cannot be divided where the server is Redis. */
  @Override
  public List<Split> splits() {
    return keyspaces.all().stream().map(Keyspace::split).toList();
  }

  @Override
  public Place placeOf(Split split) {
    return place(keyspaces.ofSplit(split.id()));
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
  public List<ControlConnection> controls() {
    return List.of(control);
  }

  @Override
  public List<List<String>> commands() {
    return List.of();
  }

  @Override
  public List<Fact> facts() {
    return List.of();
  }

  @Override
  public void close() {
    // The session closes the connection, which it opened before it knew what it reaches.
  }
}

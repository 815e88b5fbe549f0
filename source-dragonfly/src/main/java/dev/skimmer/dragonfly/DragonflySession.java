package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.cluster.ClusterProbe;
import dev.skimmer.dragonfly.cluster.Topology;
import dev.skimmer.dragonfly.connect.Attempts;
import dev.skimmer.dragonfly.connect.Capabilities;
import dev.skimmer.dragonfly.connect.CapabilityProbe;
import dev.skimmer.dragonfly.connect.ChangeCounters;
import dev.skimmer.dragonfly.connect.ConnectSettings;
import dev.skimmer.dragonfly.connect.Connector;
import dev.skimmer.dragonfly.connect.ControlConnection;
import dev.skimmer.dragonfly.connect.DatabaseCensus;
import dev.skimmer.dragonfly.connect.ServerProbe;
import dev.skimmer.dragonfly.describe.ConfigurationAdvice;
import dev.skimmer.dragonfly.describe.KeyDescriptions;
import dev.skimmer.dragonfly.events.KeyspaceEvents;
import dev.skimmer.dragonfly.extract.Lanes;
import dev.skimmer.dragonfly.extract.OnUnsupported;
import dev.skimmer.dragonfly.extract.ReadSettings;
import dev.skimmer.dragonfly.extract.Reading;
import dev.skimmer.dragonfly.extract.RowCoherence;
import dev.skimmer.dragonfly.extract.UnitReader;
import dev.skimmer.dragonfly.pace.LatencyWatch;
import dev.skimmer.dragonfly.pace.Pace;
import dev.skimmer.dragonfly.pipeline.Pipeline;
import dev.skimmer.dragonfly.scan.KeyPattern;
import dev.skimmer.dragonfly.scan.ScanScope;
import dev.skimmer.dragonfly.scan.ScanSupply;
import dev.skimmer.dragonfly.sweep.SweepSupply;
import dev.skimmer.profile.KeyspaceProfile;
import dev.skimmer.spi.Advice;
import dev.skimmer.spi.ChangeHints;
import dev.skimmer.spi.Coherence;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.ErrorCode;
import dev.skimmer.spi.Fact;
import dev.skimmer.spi.KeyFacts;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableSchema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One server, or the cluster that it belongs to, and the databases of it that are copied. */
final class DragonflySession implements Source.Session {
  private final DragonflyConfig config;
  private final Context context;
  private final ServerAccess access;
  private final ControlConnection control;
  private final ServerProbe probe;
  private final Keyspaces keyspaces;
  private final Deployment deployment;
  private final ScanScope scope;
  private final Capabilities capabilities;
  private final Epochs epochs;
  private final Pace pace;
  private final Optional<LatencyWatch> latency;

  /** Whether a database may hold keys with an expiry, as of the beginning of the pass. */
  private final Map<Integer, Boolean> expiring = new ConcurrentHashMap<>();

  private DragonflySession(DragonflyConfig config, Context context, ServerAccess access) {
    this.config = config;
    this.context = context;
    this.access = access;
    this.control = access.control();
    Duration pipeline = Duration.ofMillis(config.targetLatencyMillis());
    this.pace = new Pace(config.maxKeysPerSecond(), config.maxBytesPerSecond(), pipeline);
    this.probe = new ServerProbe(control);
    ConnectSettings settings = access.connector().settings();
    Duration patience = settings.timeout();
    access.master().ifPresent(watch -> Attempts.untilReady(patience, watch::epoch));
    boolean isInCluster = Attempts.run(patience, probe::isInCluster);
    DatabaseCensus census = new DatabaseCensus(control);
    List<Integer> present =
        new PresentDatabases(config.database(), census, control.address(), patience)
            .list(isInCluster);
    if (isInCluster) {
      requireAddress(settings);
      ClusterProbe cluster = new ClusterProbe(access.connector());
      Topology topology = Attempts.run(patience, cluster::firstImpression);
      int masters = topology.ids().size();
      this.keyspaces = Keyspaces.of(config, present, settings, masters, pace);
      this.deployment =
          new ClusterOfMasters(access.connector(), cluster, topology, keyspaces.first());
    } else {
      int shards = Attempts.run(patience, probe::shards);
      int splits = present.size() * shards;
      this.keyspaces = Keyspaces.of(config, present, settings, splits, pace);
      this.deployment =
          new SingleServer(
              control, keyspaces, config.database().isSingle(), shards, access.master());
    }
    this.epochs = new Epochs(deployment, patience);
    this.scope = new ScanScope(control.address(), config.keyPattern(), config.batchSize());
    this.capabilities =
        new CapabilityProbe(control).capabilities(config.hashFieldExpiry(), config.trustDigest());
    this.latency = watchLatency();
  }

  /** The nodes of a cluster name each other by addresses, none of which is that of a socket. */
  private static void requireAddress(ConnectSettings settings) {
    if (settings.isSocket()) {
      throw new ConnectorException(
          ErrorCode.CONFIG_INVALID,
          "The server at %s is a node of a cluster, which cannot be read by a Unix socket. Name its host and port."
              .formatted(settings.address()));
    }
  }

  private Optional<LatencyWatch> watchLatency() {
    if (config.targetLatencyMillis() == 0) {
      return Optional.empty();
    }
    Duration target = Duration.ofMillis(config.targetLatencyMillis());
    return Optional.of(new LatencyWatch(pace, target, servers()));
  }

  private List<Connector> servers() {
    return deployment.controls().stream().map(ControlConnection::connector).toList();
  }

  static DragonflySession open(DragonflyConfig config, Context context) {
    ServerAccess access = ServerAccess.of(config);
    try {
      return new DragonflySession(config, context, access);
    } catch (RuntimeException e) {
      access.close();
      throw e;
    }
  }

  @Override
  public Epoch epoch() {
    return epochs.now();
  }

  /**
   * Names the database that fills the plain table: of several, that is number 0, whether or not it
   * is among them. So a table of database 0 stays what it is when others are added, and a plain
   * table that a single other database has filled is refused.
   */
  @Override
  public String identity() {
    DatabaseSelection selection = config.database();
    int plain = selection.isSingle() ? selection.first() : 0;
    return "redis-compatible %s/%d".formatted(control.address(), plain);
  }

  @Override
  public String scope() {
    ReadSettings settings = keyspaces.first().settings();
    String scope =
        "pattern=%s types=%s"
            .formatted(config.keyPattern(), String.join(",", settings.types().names()));
    return scope
        + (config.database().isSingle() ? "" : " databases=" + config.database())
        + (config.hashFieldExpiry() ? " field_expiry" : "");
  }

  @Override
  public String pipeline() {
    return config.tableName();
  }

  @Override
  public List<TableSchema> tables() {
    return keyspaces.tables();
  }

  @Override
  public List<Split> plan(int parallelism) {
    keyspaces.all().forEach(keyspace -> keyspace.settings().series().forget());
    expiring.clear();
    return deployment.splits();
  }

  @Override
  public SplitReader read(Split split, Cursor from, KnownRows known) {
    epochs.beginPass();
    Place place = deployment.placeOf(split);
    Lanes lanes = place.openLanes();
    try {
      Connector server = place.connector().orElse(access.connector());
      Reading reading = place.reading(lanes, capabilities, mayExpire(place), known, context);
      ScanScope there = scope.at(server.settings().address()).within(place.range());
      // Last, for nobody but the reader closes it.
      Pipeline scan = server.connect(place.keyspace().database());
      return new UnitReader(new ScanSupply(scan, reading, there, split, from), reading);
    } catch (RuntimeException e) {
      lanes.close();
      throw e;
    }
  }

  /** Asks once a pass, however many splits of a database there are. */
  private boolean mayExpire(Place place) {
    return expiring.computeIfAbsent(place.keyspace().database(), deployment::mayExpire);
  }

  @Override
  public SplitReader sweep(TableId table, KnownRows known) {
    epochs.beginPass();
    Place place = deployment.placeOfRest(table);
    Lanes lanes = place.openLanes();
    try {
      Reading reading = place.reading(lanes, capabilities, true, known, context);
      KeyPattern pattern = KeyPattern.of(config.keyPattern());
      return new UnitReader(new SweepSupply(reading, known, pattern), reading);
    } catch (RuntimeException e) {
      lanes.close();
      throw e;
    }
  }

  @Override
  public OptionalLong estimatedKeys(TableId mainTable) {
    return deployment.keys(mainTable);
  }

  /** DBSIZE counts every key. */
  @Override
  public boolean estimatesBeyondScope() {
    return !config.keyPattern().equals("*") || config.onUnsupported() == OnUnsupported.SKIP;
  }

  @Override
  public Stream<KeyFacts> describeKeys(TableId mainTable) {
    Keyspace keyspace = keyspaces.ofTable(mainTable);
    List<ControlConnection> asking =
        deployment.controls().stream()
            .map(server -> new ControlConnection(server.connector(), keyspace.database()))
            .toList();
    return KeyDescriptions.stream(asking, scope, keyspace.settings().types());
  }

  @Override
  public Optional<String> changeMark() {
    List<Optional<String>> marks =
        deployment.controls().stream().map(server -> new ChangeCounters(server).mark()).toList();
    return marks.stream().allMatch(Optional::isPresent)
        ? Optional.of(marks.stream().map(Optional::get).collect(Collectors.joining("; ")))
        : Optional.empty();
  }

  @Override
  public Optional<ChangeHints> listen(Runnable whenNamed) {
    Map<Integer, TableId> tables =
        keyspaces.all().stream()
            .collect(
                Collectors.toMap(Keyspace::database, keyspace -> keyspace.tables().main().id()));
    KeyPattern pattern = KeyPattern.of(config.keyPattern());
    return Optional.of(KeyspaceEvents.listen(servers(), tables, pattern, whenNamed));
  }

  @Override
  public List<Advice> advise(KeyspaceProfile profile) {
    return new ConfigurationAdvice(config.maxValueBytes(), config.streamMirror()).of(profile);
  }

  @Override
  public List<Fact> check() {
    DatabaseCheck databases = new DatabaseCheck(deployment.controls(), keyspaces, scope);
    return new ServerCheck(probe, deployment, keyspaces.first().settings(), scope, databases)
        .facts(capabilities);
  }

  @Override
  public Optional<String> leastRights() {
    return Optional.of(
        new AclRule(config, control, probe, capabilities, deployment.commands()).text());
  }

  @Override
  public Coherence coherence(TableId mainTable, Row row) {
    ReadSettings settings = keyspaces.ofTable(mainTable).settings();
    return new RowCoherence(settings.tables(), settings.types()).of(row);
  }

  @Override
  public void close() {
    latency.ifPresent(LatencyWatch::close);
    deployment.close();
    access.close();
  }
}

package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.connect.Attempts;
import dev.skimmer.dragonfly.connect.Capabilities;
import dev.skimmer.dragonfly.connect.CapabilityProbe;
import dev.skimmer.dragonfly.connect.ConnectSettings;
import dev.skimmer.dragonfly.connect.Connector;
import dev.skimmer.dragonfly.connect.ControlConnection;
import dev.skimmer.dragonfly.connect.DatabaseCensus;
import dev.skimmer.dragonfly.connect.ServerProbe;
import dev.skimmer.dragonfly.connect.TlsSettings;
import dev.skimmer.dragonfly.extract.Lanes;
import dev.skimmer.dragonfly.extract.ReadSettings;
import dev.skimmer.dragonfly.extract.Reading;
import dev.skimmer.dragonfly.extract.UnitReader;
import dev.skimmer.dragonfly.pipeline.Pipeline;
import dev.skimmer.dragonfly.scan.KeyPattern;
import dev.skimmer.dragonfly.scan.ScanScope;
import dev.skimmer.dragonfly.scan.ScanSupply;
import dev.skimmer.dragonfly.sweep.SweepSupply;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.Fact;
import dev.skimmer.spi.KnownRows;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Split;
import dev.skimmer.spi.SplitReader;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableSchema;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One server and the databases of it that are copied. */
final class DragonflySession implements Source.Session {
  private final DragonflyConfig config;
  private final Context context;
  private final Connector connector;
  private final ControlConnection control;
  private final ServerProbe probe;
  private final DatabaseCensus census;
  private final Keyspaces keyspaces;
  private final ScanScope scope;
  private final Capabilities capabilities;
  private final Epochs epochs;

  private DragonflySession(DragonflyConfig config, Context context, Connector connector) {
    this.config = config;
    this.context = context;
    this.connector = connector;
    this.control = new ControlConnection(connector);
    this.probe = new ServerProbe(control);
    this.epochs = new Epochs(probe, connector.settings().timeout());
    this.census = new DatabaseCensus(control);
    this.keyspaces = Keyspaces.of(config, presentDatabases(), connector.settings());
    this.scope = new ScanScope(control.address(), config.keyPattern(), config.batchSize());
    this.capabilities = new CapabilityProbe(control).capabilities(config.hashFieldExpiry());
  }

  static DragonflySession open(DragonflyConfig config, Context context) {
    Connector connector = new Connector(connectSettings(config));
    try {
      return new DragonflySession(config, context, connector);
    } catch (RuntimeException e) {
      connector.close();
      throw e;
    }
  }

  private List<Integer> presentDatabases() {
    DatabaseSelection selection = config.database();
    if (selection.all()) {
      return Attempts.run(patience(), () -> census.existing(selection.numbers()));
    }
    if (!selection.isSingle()) {
      Attempts.run(
          patience(),
          () -> {
            census.requireAll(selection.numbers());
            return selection;
          });
    }
    return selection.numbers();
  }

  private Duration patience() {
    return connector.settings().timeout();
  }

  private static ConnectSettings connectSettings(DragonflyConfig config) {
    Optional<TlsSettings> tls =
        config.ssl()
            ? Optional.of(
                new TlsSettings(
                    config.sslCaFile(),
                    config.sslCertFile(),
                    config.sslKeyFile(),
                    config.sslVerify() == SslVerify.FULL))
            : Optional.empty();
    return new ConnectSettings(
        config.host(),
        config.port(),
        config.database().first(),
        config.username(),
        config.password(),
        tls,
        Duration.ofSeconds(config.timeoutSeconds()));
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

  /** Returns one split a database, as a SCAN cursor cannot be divided where the server is Redis. */
  @Override
  public List<Split> plan(int parallelism) {
    keyspaces.all().forEach(keyspace -> keyspace.settings().series().forget());
    return keyspaces.all().stream().map(Keyspace::split).toList();
  }

  @Override
  public SplitReader read(Split split, Cursor from, KnownRows known) {
    epochs.beginPass();
    Keyspace keyspace = keyspaces.ofSplit(split.id());
    Lanes lanes = Lanes.open(connector, keyspace.database());
    try {
      Pipeline scan = connector.connect(keyspace.database());
      boolean expiring = census.mayExpire(keyspace.database());
      Reading reading =
          new Reading(keyspace.settings(), capabilities, expiring, lanes, known, context);
      return new UnitReader(new ScanSupply(scan, reading, scope, from), reading);
    } catch (RuntimeException e) {
      lanes.close();
      throw e;
    }
  }

  @Override
  public SplitReader sweep(TableId table, KnownRows known) {
    epochs.beginPass();
    Keyspace keyspace = keyspaces.ofTable(table);
    Lanes lanes = Lanes.open(connector, keyspace.database());
    try {
      Reading reading = new Reading(keyspace.settings(), capabilities, true, lanes, known, context);
      KeyPattern pattern = KeyPattern.of(config.keyPattern());
      return new UnitReader(new SweepSupply(reading, known, pattern), reading);
    } catch (RuntimeException e) {
      lanes.close();
      throw e;
    }
  }

  @Override
  public OptionalLong estimatedKeys(TableId mainTable) {
    return config.database().isSingle()
        ? probe.keys()
        : census.keys(keyspaces.ofTable(mainTable).database());
  }

  @Override
  public List<Fact> check() {
    DatabaseCheck databases = new DatabaseCheck(connector, keyspaces, scope);
    ReadSettings settings = keyspaces.first().settings();
    return new ServerCheck(control, probe, settings, scope, capabilities, databases).facts();
  }

  @Override
  public Optional<String> leastRights() {
    return Optional.of(new AclRule(config, control, probe, capabilities).text());
  }

  @Override
  public void close() {
    control.close();
    connector.close();
  }
}

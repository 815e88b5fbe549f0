package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.connect.Capabilities;
import dev.skimmer.dragonfly.connect.ConnectSettings;
import dev.skimmer.dragonfly.connect.Connector;
import dev.skimmer.dragonfly.connect.ControlConnection;
import dev.skimmer.dragonfly.connect.ServerProbe;
import dev.skimmer.dragonfly.connect.TlsSettings;
import dev.skimmer.dragonfly.extract.Lanes;
import dev.skimmer.dragonfly.extract.ReadSettings;
import dev.skimmer.dragonfly.extract.Reading;
import dev.skimmer.dragonfly.extract.SeriesCopies;
import dev.skimmer.dragonfly.extract.Tables;
import dev.skimmer.dragonfly.extract.UnitReader;
import dev.skimmer.dragonfly.extract.UnsupportedTypes;
import dev.skimmer.dragonfly.extract.ValueTypes;
import dev.skimmer.dragonfly.pipeline.Pipeline;
import dev.skimmer.dragonfly.scan.KeyPattern;
import dev.skimmer.dragonfly.scan.ScanScope;
import dev.skimmer.dragonfly.scan.ScanSupply;
import dev.skimmer.dragonfly.sweep.SweepSupply;
import dev.skimmer.dragonfly.timeseries.TimeSeriesSettings;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Cursor;
import dev.skimmer.spi.Epoch;
import dev.skimmer.spi.ErrorCode;
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

/** One server and one database of it. */
final class DragonflySession implements Source.Session {
  private static final String WHOLE_DATABASE = "all";

  private final DragonflyConfig config;
  private final Context context;
  private final Connector connector;
  private final ControlConnection control;
  private final ServerProbe probe;
  private final ReadSettings settings;
  private final ScanScope scope;
  private final Capabilities capabilities;

  private DragonflySession(DragonflyConfig config, Context context, Connector connector) {
    this.config = config;
    this.context = context;
    this.connector = connector;
    this.control = new ControlConnection(connector);
    this.probe = new ServerProbe(control);
    this.settings =
        new ReadSettings(
            control.address(),
            Tables.named(config.tableName()),
            new ValueTypes(config.maxValueBytes()),
            new UnsupportedTypes(config.onUnsupported()),
            new SeriesCopies(timeSeriesSettings(config), config.streamMirror()),
            config.maxValueBytes(),
            connector.settings().timeout());
    this.scope = new ScanScope(control.address(), config.keyPattern(), config.batchSize());
    this.capabilities = probe.capabilities();
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

  private static TimeSeriesSettings timeSeriesSettings(DragonflyConfig config) {
    return new TimeSeriesSettings(
        config.timeSeriesLookback(),
        config.timeSeriesMirror(),
        Duration.ofHours(config.timeSeriesVerifyHours()));
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
        config.database(),
        config.username(),
        config.password(),
        tls,
        Duration.ofSeconds(config.timeoutSeconds()));
  }

  @Override
  public Epoch epoch() {
    return probe.epoch();
  }

  @Override
  public String identity() {
    return "redis-compatible %s/%d".formatted(control.address(), config.database());
  }

  @Override
  public String scope() {
    return "pattern=%s types=%s"
        .formatted(config.keyPattern(), String.join(",", settings.types().names()));
  }

  @Override
  public List<TableSchema> tables() {
    Tables tables = settings.tables();
    return List.of(tables.main(), tables.timeSeries(), tables.stream(), tables.errors());
  }

  /** Returns one split, as a SCAN cursor cannot be divided where the server is Redis. */
  @Override
  public List<Split> plan(int parallelism) {
    settings.series().forget();
    return List.of(new Split(WHOLE_DATABASE, settings.tables().main().id()));
  }

  @Override
  public SplitReader read(Split split, Cursor from, KnownRows known) {
    if (!split.id().equals(WHOLE_DATABASE)) {
      throw new ConnectorException(
          ErrorCode.STATE_UNREADABLE,
          "Split %s is none of this version's. Begin a new pass.".formatted(split.id()));
    }
    Lanes lanes = Lanes.open(connector);
    try {
      Pipeline scan = connector.connect();
      Reading reading = new Reading(settings, capabilities, lanes, known, context);
      return new UnitReader(new ScanSupply(scan, reading, scope, from), reading);
    } catch (RuntimeException e) {
      lanes.close();
      throw e;
    }
  }

  @Override
  public SplitReader sweep(TableId table, KnownRows known) {
    Lanes lanes = Lanes.open(connector);
    try {
      Reading reading = new Reading(settings, capabilities, lanes, known, context);
      KeyPattern pattern = KeyPattern.of(config.keyPattern());
      return new UnitReader(new SweepSupply(reading, known, pattern), reading);
    } catch (RuntimeException e) {
      lanes.close();
      throw e;
    }
  }

  @Override
  public OptionalLong estimatedKeys(TableId mainTable) {
    return probe.keys();
  }

  @Override
  public List<Fact> check() {
    return new ServerCheck(control, probe, settings, scope, capabilities).facts();
  }

  @Override
  public void close() {
    control.close();
    connector.close();
  }
}

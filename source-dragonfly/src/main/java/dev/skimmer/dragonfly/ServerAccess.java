package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.connect.ConnectSettings;
import dev.skimmer.dragonfly.connect.Connector;
import dev.skimmer.dragonfly.connect.ControlConnection;
import dev.skimmer.dragonfly.connect.MasterWatch;
import dev.skimmer.dragonfly.connect.NamedMaster;
import dev.skimmer.dragonfly.connect.Sentinels;
import dev.skimmer.dragonfly.connect.TlsSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * The way to a server as a configuration describes it.
 *
 * @param connector to the server
 * @param control for questions about it
 * @param master where sentinels say which server it is
 */
record ServerAccess(Connector connector, ControlConnection control, Optional<MasterWatch> master)
    implements AutoCloseable {
  /** Prepares the drivers; nothing is sent yet. */
  static ServerAccess of(DragonflyConfig config) {
    Optional<NamedMaster> named = config.uri().flatMap(ServerUri::master);
    ConnectSettings settings = settings(config, named);
    Connector connector = new Connector(settings);
    ControlConnection control = new ControlConnection(connector);
    Optional<MasterWatch> watch =
        named.map(
            master ->
                new MasterWatch(
                    new Sentinels(
                        master, settings, config.sentinelUsername(), config.sentinelPassword()),
                    control));
    return new ServerAccess(connector, control, watch);
  }

  private static ConnectSettings settings(DragonflyConfig config, Optional<NamedMaster> named) {
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
        Duration.ofSeconds(config.timeoutSeconds()),
        named.map(NamedMaster::toString));
  }

  @Override
  public void close() {
    control.close();
    connector.close();
    master.ifPresent(MasterWatch::close);
  }
}

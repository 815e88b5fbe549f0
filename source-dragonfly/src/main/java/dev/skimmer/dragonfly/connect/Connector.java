package dev.skimmer.dragonfly.connect;

import dev.skimmer.dragonfly.pipeline.Pipeline;
import dev.skimmer.spi.ConnectorException;
import java.util.Collection;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections to one server, which may move. Safe for concurrent use. */
public final class Connector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

  private final Driver driver;
  private volatile ConnectSettings settings;

  private Connector(ConnectSettings settings, Driver driver) {
    this.settings = settings;
    this.driver = driver;
  }

  /**
   * Prepares the driver; nothing is sent yet.
   *
   * @throws ConnectorException when the settings cannot be right
   */
  public Connector(ConnectSettings settings) {
    this(settings, new Driver(settings));
    if (settings.tls().isPresent() && !settings.tls().get().verify()) {
      LOG.warn(
          "ssl_verify is none: whoever answers as {} is believed, and may read the password.",
          settings.address());
    }
  }

  /**
   * Returns a connector to another server, with the same user and encryption; it is closed with
   * this one.
   */
  public Connector at(String host, int port) {
    return new Connector(settings.at(host, port), driver);
  }

  /**
   * Lets new connections go to another place from now on; those that are open stay where they are.
   */
  void moveTo(String host, int port) {
    settings = settings.movedTo(host, port);
  }

  /** Returns how the server is reached at the moment. */
  public ConnectSettings settings() {
    return settings;
  }

  /**
   * Opens a connection to a database, trying three times with growing pauses where a failure may
   * pass; a server that is not ready is waited for until the timeout.
   *
   * @throws ConnectorException with the reason of the last failure
   */
  public Pipeline connect(int database) {
    return Attempts.run(settings.timeout(), () -> driver.connect(settings, database));
  }

  /**
   * Opens a connection on which the server sends what is published. Tried once.
   *
   * @param patterns of the channels
   * @param messages is told the channel and what is published there, on the connection's thread
   * @throws ConnectorException when the server cannot be reached, or refuses
   */
  public Subscription subscribe(Collection<byte[]> patterns, BiConsumer<byte[], byte[]> messages) {
    return driver.subscribe(settings, patterns, messages);
  }

  /**
   * Opens a connection to the database of the settings, or fails at once.
   *
   * @throws ConnectorException with the reason
   */
  Pipeline connectOnce() {
    return driver.connect(settings, settings.database());
  }

  @Override
  public void close() {
    driver.close();
  }
}

package dev.skimmer.dragonfly.connect;

import dev.skimmer.dragonfly.pipeline.Pipeline;
import dev.skimmer.spi.ConnectorException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens connections to one server. The driver connects, encrypts, authenticates and selects the
 * database; then the connection becomes a {@link Pipeline}. RESP2, because there the server writes
 * the scores of sorted sets in its own digits. Safe for concurrent use.
 */
public final class Connector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
  private static final int IO_THREADS = 2;

  private final ConnectSettings settings;
  private final ClientResources resources;
  private final RedisClient client;
  private Pipeline prepared;

  /**
   * Prepares the driver; nothing is sent yet.
   *
   * @throws ConnectorException when the settings cannot be right
   */
  public Connector(ConnectSettings settings) {
    this.settings = settings;
    RedisURI uri = uri(settings, settings.database());
    ClientOptions options = options(settings);
    this.resources =
        ClientResources.builder()
            .ioThreadPoolSize(IO_THREADS)
            .computationThreadPoolSize(IO_THREADS)
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .nettyCustomizer(new Preparation())
            .build();
    this.client = RedisClient.create(resources, uri);
    this.client.setOptions(options);
    if (settings.tls().isPresent() && !settings.tls().get().verify()) {
      LOG.warn(
          "ssl_verify is none: whoever answers as {} is believed, and may read the password.",
          settings.address());
    }
  }

  /** Returns how the server is reached. */
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
    RedisURI uri = uri(settings, database);
    return Attempts.run(settings.timeout(), () -> connectOnce(uri));
  }

  @Override
  public void close() {
    client.shutdown(0, 2, TimeUnit.SECONDS);
    resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }

  private synchronized Pipeline connectOnce(RedisURI uri) {
    try {
      StatefulConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE, uri);
      return prepared.take(connection);
    } catch (RedisException | IllegalArgumentException e) {
      throw ConnectFailure.of(e, settings);
    }
  }

  private static RedisURI uri(ConnectSettings settings, int database) {
    RedisURI.Builder uri =
        RedisURI.builder()
            .withHost(settings.host())
            .withPort(settings.port())
            .withDatabase(database)
            .withClientName("skimmer")
            .withTimeout(settings.timeout())
            .withSsl(settings.tls().isPresent());
    settings.tls().ifPresent(tls -> uri.withVerifyPeer(tls.verify()));
    settings
        .password()
        .ifPresent(
            password -> {
              char[] secret = password.reveal().toCharArray();
              settings
                  .username()
                  .ifPresentOrElse(
                      user -> uri.withAuthentication(user, secret), () -> uri.withPassword(secret));
            });
    return uri.build();
  }

  private static ClientOptions options(ConnectSettings settings) {
    Duration timeout = settings.timeout();
    ClientOptions.Builder options =
        ClientOptions.builder()
            .autoReconnect(false)
            .protocolVersion(ProtocolVersion.RESP2)
            .pingBeforeActivateConnection(true)
            .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
            .maintNotificationsConfig(
                MaintNotificationsConfig.builder().enableMaintNotifications(false).build())
            .socketOptions(SocketOptions.builder().connectTimeout(timeout).keepAlive(true).build());
    settings.tls().ifPresent(tls -> options.sslOptions(tls.toOptions(timeout)));
    return options.build();
  }

  /** Puts our handler into each new connection; only one is established at a time. */
  private final class Preparation implements NettyCustomizer {
    @Override
    public void afterChannelInitialized(Channel channel) {
      prepared = Pipeline.prepare(channel, settings.address(), settings.timeout());
    }
  }
}

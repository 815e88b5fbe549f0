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
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * The driver, which connects, encrypts, authenticates and selects the database; then the connection
 * becomes a {@link Pipeline}. RESP2, because there the server writes the scores of sorted sets in
 * its own digits. Safe for concurrent use.
 */
final class Driver implements AutoCloseable {
  private static final int IO_THREADS = 2;

  private final ClientResources resources;
  private final RedisClient client;
  private ConnectSettings connecting;
  private Pipeline prepared;

  Driver(ConnectSettings settings) {
    this.connecting = settings;
    RedisURI uri = uri(settings, settings.database());
    ClientOptions options = options(settings);
    ClientResources.Builder builder =
        ClientResources.builder()
            .ioThreadPoolSize(IO_THREADS)
            .computationThreadPoolSize(IO_THREADS)
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .nettyCustomizer(new Preparation());
    this.client =
        settings.isSocket()
            ? SocketClient.create(builder, uri)
            : new LeanClient(builder.build(), uri);
    this.resources = client.getResources();
    this.client.setOptions(options);
  }

  /**
   * Opens a connection to a database, one after another.
   *
   * @throws ConnectorException with the reason why it cannot
   */
  synchronized Pipeline connect(ConnectSettings settings, int database) {
    connecting = settings;
    try {
      StatefulConnection<byte[], byte[]> connection =
          client.connect(ByteArrayCodec.INSTANCE, uri(settings, database));
      return prepared.take(connection);
    } catch (RedisException | IllegalArgumentException e) {
      throw ConnectFailure.of(e, settings);
    }
  }

  /**
   * Opens a connection on which messages come, one after another with those of {@link #connect}.
   *
   * @throws ConnectorException with the reason why it cannot
   */
  synchronized Subscription subscribe(
      ConnectSettings settings, Collection<byte[]> patterns, BiConsumer<byte[], byte[]> messages) {
    connecting = settings;
    try {
      return Subscription.open(
          client.connectPubSub(ByteArrayCodec.INSTANCE, uri(settings, settings.database())),
          patterns,
          messages,
          settings.address(),
          settings.timeout());
    } catch (RedisException | IllegalArgumentException e) {
      throw ConnectFailure.of(e, settings);
    }
  }

  @Override
  public void close() {
    client.shutdown(0, 2, TimeUnit.SECONDS);
    resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
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
      prepared = Pipeline.prepare(channel, connecting.address(), connecting.timeout());
    }
  }
}

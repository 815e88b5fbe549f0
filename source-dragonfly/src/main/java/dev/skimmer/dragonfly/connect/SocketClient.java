package dev.skimmer.dragonfly.connect;

import io.lettuce.core.ConnectionBuilder;
import io.lettuce.core.ConnectionEvents;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DnsResolver;
import io.lettuce.core.resource.SocketAddressResolver;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import reactor.core.publisher.Mono;

/**
 * A driver that reaches hosts whose name is a path by the Unix socket there. The driver itself
 * would need a native library for that, and would then use it for every other connection, too; the
 * JDK has had such sockets since 16. Loaded where there is such a path, and only there.
 */
final class SocketClient extends LeanClient {
  private SocketClient(ClientResources resources, RedisURI uri) {
    super(resources, uri);
  }

  /** Returns such a driver, under a type that needs nothing to be loaded where it is not called. */
  static RedisClient create(ClientResources.Builder resources, RedisURI uri) {
    return new SocketClient(resources.socketAddressResolver(resolver()).build(), uri);
  }

  private static SocketAddressResolver resolver() {
    SocketAddressResolver others = SocketAddressResolver.create(DnsResolver.unresolved());
    return new SocketAddressResolver() {
      @Override
      public SocketAddress resolve(RedisURI uri) {
        return ConnectSettings.isSocket(uri.getHost())
            ? UnixDomainSocketAddress.of(uri.getHost())
            : others.resolve(uri);
      }
    };
  }

  @Override
  protected void connectionBuilder(
      Mono<SocketAddress> address,
      ConnectionBuilder builder,
      ConnectionEvents events,
      RedisURI uri) {
    super.connectionBuilder(address, builder, events, uri);
    if (ConnectSettings.isSocket(uri.getHost())) {
      Bootstrap inet = builder.bootstrap();
      builder.bootstrap(
          new Bootstrap()
              .group(inet.config().group())
              .channel(NioDomainSocketChannel.class)
              .option(
                  ChannelOption.CONNECT_TIMEOUT_MILLIS,
                  (Integer) inet.config().options().get(ChannelOption.CONNECT_TIMEOUT_MILLIS)));
    }
  }
}

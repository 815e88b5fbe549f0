package dev.skimmer.testkit.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Stands between clients and a server on loopback that speak RESP, without TLS, and lets faults
 * happen to replies. It follows commands and replies on each connection in their order, so that a
 * rule can name the reply it means:
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.start(server.port())) {
 *   ActiveRule lost = proxy.add(FaultRule.on("SCAN").at(3).then(Fault.reset()));
 *   readEverythingThrough(proxy.port());
 *   assertThat(lost.acts()).isEqualTo(1);
 * }
 * }</pre>
 *
 * <p>A command is taken to have one reply. Those that have none or many, such as {@code MONITOR},
 * {@code SUBSCRIBE} in RESP2 and {@code CLIENT REPLY OFF}, make it lose count.
 *
 * <p>All connections share one thread. Safe for concurrent use.
 */
public final class FaultProxy implements AutoCloseable {
  private final Traffic traffic = new Traffic();
  private final EventLoopGroup thread =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("fault-proxy", true), NioIoHandler.newFactory());
  private final Channel listener;
  private volatile int target;

  private FaultProxy(int target) {
    this.target = target;
    this.listener =
        new ServerBootstrap()
            .group(thread)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel client) {
                    connect(client);
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
  }

  /** Starts a proxy on a free port for the server on this port. */
  public static FaultProxy start(int serverPort) {
    return new FaultProxy(serverPort);
  }

  /** Returns the port that clients connect to. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /**
   * Adds a rule. Where several act on one reply, the one that was added first decides, but all
   * count it.
   *
   * @return how often it has acted
   */
  public ActiveRule add(FaultRule rule) {
    return traffic.add(rule);
  }

  /** Forgets all rules, and a cut that has not happened. What is held stays held. */
  public void clear() {
    traffic.clear();
  }

  /**
   * Runs something and returns the replies that passed meanwhile, those included that a fault
   * happened to, in the order in which they ended.
   */
  public List<RecordedReply> record(Runnable session) {
    return traffic.record(session);
  }

  /** Returns how many connections have been made. */
  public int connections() {
    return traffic.connections();
  }

  /** Returns how many bytes have passed to clients. */
  public long passed() {
    return traffic.passed();
  }

  /** Resets all connections, once, when so many bytes more have passed to clients. */
  public void cutAfter(long bytes) {
    traffic.cutAfter(bytes);
  }

  /** Resets all connections now. */
  public void breakAll() {
    thread.submit(traffic::breakAll).syncUninterruptibly();
  }

  /** Sends clients to another server from now on, as a failover does: resets all connections. */
  public void redirect(int serverPort) {
    target = serverPort;
    breakAll();
  }

  /** Takes no more connections, and resets those that there are. */
  @Override
  public void close() {
    listener.close().syncUninterruptibly();
    breakAll();
    thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private void connect(Channel client) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(client.eventLoop())
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(new ChannelInboundHandlerAdapter());
    ChannelFuture connected = bootstrap.connect(InetAddress.getLoopbackAddress(), target);
    connected.addListener(
        done -> {
          if (done.isSuccess()) {
            Link link = new Link(traffic.nextConnection(), traffic, client, connected.channel());
            traffic.began(link);
            link.start();
          } else {
            ChannelFuture unused = client.close();
          }
        });
  }
}

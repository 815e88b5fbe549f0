package dev.skimmer.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a client and a server on loopback, and breaks all connections at once after a
 * given number of bytes from the server. Safe for concurrent use.
 */
public final class FaultProxy implements AutoCloseable {
  private static final long NEVER = Long.MAX_VALUE;

  private final int target;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong passed = new AtomicLong();
  private final AtomicLong left = new AtomicLong(NEVER);

  private FaultProxy(int target, ServerSocket listener) {
    this.target = target;
    this.listener = listener;
  }

  /** Starts a proxy for the server on this port. */
  public static FaultProxy start(int target) {
    try {
      ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      FaultProxy proxy = new FaultProxy(target, listener);
      daemon(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start a proxy", e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Returns how many bytes the server has sent through here. */
  public long passed() {
    return passed.get();
  }

  /** Breaks all connections, once, when the server has sent this many bytes more. */
  public void cutAfter(long bytes) {
    left.set(bytes);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot stop a proxy", e);
    }
    breakAll();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        open.add(client);
        open.add(server);
        daemon(() -> copy(client, server, false));
        daemon(() -> copy(server, client, true));
      } catch (IOException e) {
        breakAll();
      }
    }
  }

  private void copy(Socket from, Socket to, boolean counting) {
    byte[] buffer = new byte[1 << 13];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        int allowed = counting ? allow(length) : length;
        out.write(buffer, 0, allowed);
        if (allowed < length) {
          breakAll();
        }
      }
    } catch (IOException e) {
      closeQuietly(to);
    }
    open.remove(from);
  }

  /** Returns how many of these bytes may pass; those behind a cut never do. */
  private int allow(int length) {
    long before =
        left.getAndUpdate(bytes -> bytes == NEVER || bytes < length ? NEVER : bytes - length);
    int allowed = (int) Math.min(length, before);
    passed.addAndGet(allowed);
    return allowed;
  }

  private void breakAll() {
    open.forEach(FaultProxy::closeQuietly);
    open.clear();
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // Nothing is lost: the socket is broken on purpose.
      assert socket.isClosed() || !socket.isConnected() : e;
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "fault-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}

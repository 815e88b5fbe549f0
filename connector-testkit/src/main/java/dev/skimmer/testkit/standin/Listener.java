package dev.skimmer.testkit.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Listens on a free loopback port, and serves each connection on a thread of its own. */
final class Listener implements AutoCloseable {
  private static final int BACKLOG = 100;

  private final ServerSocket socket;
  private final Service service;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** Serves a connection until it ends; an exception ends it. */
  @FunctionalInterface
  interface Service {
    void serve(Socket client) throws IOException;
  }

  private Listener(ServerSocket socket, Service service) {
    this.socket = socket;
    this.service = service;
  }

  static Listener start(Service service) {
    try {
      ServerSocket socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
      Listener listener = new Listener(socket, service);
      startDaemon("stand-in", listener::accept);
      return listener;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen", e);
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Returns how many connections there are. */
  int connections() {
    return open.size();
  }

  /** Breaks all connections; new ones are let in. */
  void breakConnections() {
    open.forEach(Listener::close);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot stop listening", e);
    }
    breakConnections();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        client.setTcpNoDelay(true);
        open.add(client);
        startDaemon("stand-in-" + client.getPort(), () -> serve(client));
      } catch (IOException e) {
        // Closed, or the client has gone already.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      service.serve(client);
    } catch (IOException | UncheckedIOException e) {
      // The client has gone, or the server behind: either ends the connection.
    } finally {
      open.remove(client);
    }
  }

  static void startDaemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket client) {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close a connection", e);
    }
  }
}

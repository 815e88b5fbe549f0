package dev.skimmer.testkit.standin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/**
 * A loopback port that leads to a server elsewhere, whose connections can be broken and stalled.
 * Safe for concurrent use.
 */
public final class Forwarder implements AutoCloseable {
  private final String host;
  private final int port;
  private final Listener listener;
  private boolean paused;

  private Forwarder(String host, int port) {
    this.host = host;
    this.port = port;
    this.listener = Listener.start(this::serve);
  }

  /** Listens; the server is connected to when somebody comes. */
  public static Forwarder start(String host, int port) {
    return new Forwarder(host, port);
  }

  public int port() {
    return listener.port();
  }

  /** Breaks all connections; new ones are let in. */
  public void breakConnections() {
    listener.breakConnections();
  }

  /** Holds all that comes from the server until {@link #resume}. */
  public synchronized void pause() {
    paused = true;
  }

  /** Lets pass what was held. */
  public synchronized void resume() {
    paused = false;
    notifyAll();
  }

  @Override
  public void close() {
    resume();
    listener.close();
  }

  private void serve(Socket client) throws IOException {
    try (Socket server = new Socket(host, port)) {
      server.setTcpNoDelay(true);
      Listener.startDaemon("forward-" + client.getPort(), () -> bring(server, client));
      client.getInputStream().transferTo(server.getOutputStream());
    }
  }

  /** Brings back what the server says. */
  private void bring(Socket server, Socket client) {
    try (client) {
      InputStream in = server.getInputStream();
      OutputStream out = client.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        awaitPassage();
        out.write(buffer, 0, length);
      }
    } catch (IOException e) {
      // Either has gone.
    }
  }

  private synchronized void awaitPassage() throws IOException {
    try {
      while (paused) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }
}

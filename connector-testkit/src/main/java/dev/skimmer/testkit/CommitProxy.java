package dev.skimmer.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a database server on loopback, and breaks the connection on which the
 * first {@code COMMIT} passes, in whatever protocol shows that word, and each on which the client
 * tries it again. What comes later passes freely.
 */
public final class CommitProxy implements AutoCloseable {
  private static final String COMMIT = "COMMIT";

  private final int target;
  private final LostCommit loss;
  private final ServerSocket listener;
  private final String word;
  private final int attempts;
  private final AtomicInteger broken = new AtomicInteger();

  private CommitProxy(
      int target, LostCommit loss, ServerSocket listener, String word, int attempts) {
    this.target = target;
    this.loss = loss;
    this.listener = listener;
    this.word = word;
    this.attempts = attempts;
  }

  /** Starts a proxy for the server on this port. */
  public static CommitProxy start(int target, LostCommit loss) {
    return start(target, loss, COMMIT, 1);
  }

  /**
   * Starts a proxy for a server whose driver repeats by itself what has no answer.
   *
   * @param word what a commit looks like in its protocol
   * @param attempts how often the driver tries before it gives up
   */
  public static CommitProxy start(int target, LostCommit loss, String word, int attempts) {
    try {
      ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      CommitProxy proxy = new CommitProxy(target, loss, listener, word, attempts);
      daemon(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start a proxy", e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Takes no further connections; those that are open stay until an end closes them. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot stop a proxy", e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Link link = new Link(listener.accept());
        daemon(link::toServer);
        daemon(link::toClient);
      } catch (IOException e) {
        assert listener.isClosed() : e;
      }
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "commit-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  /** One connection, in both directions. */
  private final class Link {
    private final Socket client;
    private final Socket server;
    private volatile boolean answerIsLost;

    Link(Socket client) throws IOException {
      this.client = client;
      this.server = new Socket(InetAddress.getLoopbackAddress(), target);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
    }

    void toServer() {
      byte[] buffer = new byte[1 << 14];
      try {
        InputStream in = client.getInputStream();
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
          int attempt = holdsCommit(buffer, length) ? broken.incrementAndGet() : attempts + 1;
          answerIsLost |= attempt <= attempts;
          if (attempt <= attempts && (loss == LostCommit.BEFORE_IT_ARRIVES || attempt > 1)) {
            break;
          }
          server.getOutputStream().write(buffer, 0, length);
        }
      } catch (IOException e) {
        // One end has gone, by the other direction's doing or its own: so goes the other one.
      } finally {
        closeBoth();
      }
    }

    void toClient() {
      byte[] buffer = new byte[1 << 14];
      try {
        InputStream in = server.getInputStream();
        for (int length = in.read(buffer); length >= 0 && !answerIsLost; length = in.read(buffer)) {
          client.getOutputStream().write(buffer, 0, length);
        }
      } catch (IOException e) {
        // One end has gone, by the other direction's doing or its own: so goes the other one.
      } finally {
        closeBoth();
      }
    }

    private void closeBoth() {
      for (Socket socket : new Socket[] {client, server}) {
        try {
          socket.close();
        } catch (IOException e) {
          assert socket.isClosed() : e;
        }
      }
    }
  }

  private boolean holdsCommit(byte[] buffer, int length) {
    return new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains(word);
  }
}

package dev.skimmer.dragonfly;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skimmer.testkit.RespClient;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes a Redis 7.4 tell the expiries of hash fields as Dragonfly before 1.40 does: HPEXPIRETIME is
 * unknown, and FIELDTTL answers seconds, of which one may be missing. Safe for concurrent use.
 */
final class FieldTtlProxy implements AutoCloseable {
  private final int target;
  private final ServerSocket listener;

  /** How many seconds are missing in each answer of FIELDTTL, as rounding makes them. */
  final AtomicInteger missingSeconds = new AtomicInteger();

  private FieldTtlProxy(int target, ServerSocket listener) {
    this.target = target;
    this.listener = listener;
  }

  static FieldTtlProxy start(int target) {
    try {
      ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      FieldTtlProxy proxy = new FieldTtlProxy(target, listener);
      daemon(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start a proxy", e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

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
        Socket client = listener.accept();
        client.setTcpNoDelay(true);
        daemon(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        RespClient server = RespClient.connect("127.0.0.1", target);
        InputStream in = new BufferedInputStream(socket.getInputStream());
        OutputStream out = new BufferedOutputStream(socket.getOutputStream())) {
      AtomicLong time = new AtomicLong();
      for (int head = in.read(); head == '*'; head = in.read()) {
        List<byte[]> command = readCommand(in);
        write(out, answer(server, command, time));
        if (in.available() == 0) {
          out.flush();
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // The client has gone, or the server; either way this connection is over.
      assert socket.isClosed() : e;
    }
  }

  /**
   * Answers one command. Seconds count from the last TIME of this connection, since this proxy
   * takes far longer than a server from one command of a pipeline to the next.
   */
  private Object answer(RespClient server, List<byte[]> command, AtomicLong time) {
    String name = new String(command.get(0), UTF_8);
    if (name.equals("HPEXPIRETIME")) {
      return new RespClient.ErrorReply("ERR unknown command `HPEXPIRETIME`");
    }
    if (name.equals("TIME")) {
      List<?> now = (List<?>) server.reply("TIME");
      time.set(1000 * number(now.get(0)) + number(now.get(1)) / 1000);
      return now;
    }
    if (!name.equals("FIELDTTL")) {
      return server.reply(command.toArray());
    }
    Object reply = server.reply("HPEXPIRETIME", command.get(1), "FIELDS", "1", command.get(2));
    if (!(reply instanceof List<?> list)) {
      return reply;
    }
    long at = (Long) list.get(0);
    if (at >= 0) {
      return Math.max(0, (at - time.get()) / 1000 - missingSeconds.get());
    }
    return at == -2 ? -3L : at;
  }

  private static long number(Object digits) {
    return Long.parseLong(new String((byte[]) digits, UTF_8));
  }

  private static List<byte[]> readCommand(InputStream in) throws IOException {
    int count = Integer.parseInt(readLine(in));
    List<byte[]> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = Integer.parseInt(readLine(in).substring(1));
      words.add(in.readNBytes(length));
      in.readNBytes(2);
    }
    return words;
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\r'; b = in.read()) {
      if (b < 0) {
        throw new IOException("The client closed the connection");
      }
      line.append((char) b);
    }
    in.read();
    return line.toString();
  }

  private static void write(OutputStream out, Object reply) throws IOException {
    if (reply == null) {
      out.write("$-1\r\n".getBytes(UTF_8));
    } else if (reply instanceof Long number) {
      out.write((":" + number + "\r\n").getBytes(UTF_8));
    } else if (reply instanceof RespClient.ErrorReply error) {
      out.write(("-" + error.text() + "\r\n").getBytes(UTF_8));
    } else if (reply instanceof byte[] bytes) {
      out.write(("$" + bytes.length + "\r\n").getBytes(UTF_8));
      out.write(bytes);
      out.write("\r\n".getBytes(UTF_8));
    } else if (reply instanceof List<?> list) {
      out.write(("*" + list.size() + "\r\n").getBytes(UTF_8));
      for (Object element : list) {
        write(out, element);
      }
    } else {
      out.write(("+" + reply + "\r\n").getBytes(UTF_8));
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "field-ttl-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}

package dev.skimmer.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A plain client of servers that speak RESP2, for tests to write keys with. Replies are {@link
 * String} for a simple string, {@link Long}, {@code byte[]}, {@link List}, {@link ErrorReply} or
 * null.
 *
 * <p>Not safe for concurrent use.
 */
public final class RespClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private int due;

  private RespClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    this.out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
  }

  /** An error that the server replied. */
  public record ErrorReply(String text) {}

  /** Connects. */
  public static RespClient connect(String host, int port) {
    try {
      return new RespClient(new Socket(host, port));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot connect to %s:%d".formatted(host, port), e);
    }
  }

  /**
   * Sends a command and returns its reply.
   *
   * @param words {@code byte[]}, or anything by its text
   */
  public Object reply(Object... words) {
    send(words);
    return flush().get(0);
  }

  /** Sends a command, and fails when the reply is an error. */
  public Object call(Object... words) {
    Object reply = reply(words);
    if (reply instanceof ErrorReply error) {
      throw new IllegalStateException(words[0] + ": " + error.text());
    }
    return reply;
  }

  /** Sends a command and returns its reply as text. */
  public String text(Object... words) {
    Object reply = call(words);
    return reply instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(reply);
  }

  /** Writes a command that {@link #flush} sends. */
  public RespClient send(Object... words) {
    try {
      out.write(("*" + words.length + "\r\n").getBytes(UTF_8));
      for (Object word : words) {
        byte[] bytes = word instanceof byte[] raw ? raw : word.toString().getBytes(UTF_8);
        out.write(("$" + bytes.length + "\r\n").getBytes(UTF_8));
        out.write(bytes);
        out.write('\r');
        out.write('\n');
      }
      due++;
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot send", e);
    }
  }

  /** Sends what was written and returns all replies. */
  public List<Object> flush() {
    try {
      out.flush();
      List<Object> replies = new ArrayList<>();
      for (; due > 0; due--) {
        replies.add(read());
      }
      return replies;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read a reply", e);
    }
  }

  /** Sends what was written and fails when a reply is an error. */
  public void flushAll() {
    for (Object reply : flush()) {
      if (reply instanceof ErrorReply error) {
        throw new IllegalStateException(error.text());
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close", e);
    }
  }

  private Object read() throws IOException {
    String line = readLine();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> rest;
      case '-' -> new ErrorReply(rest);
      case ':' -> Long.valueOf(rest);
      case '$' -> readBytes(Integer.parseInt(rest));
      case '*' -> readArray(Integer.parseInt(rest));
      default -> throw new IOException("Not RESP2: " + line);
    };
  }

  private byte[] readBytes(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    byte[] bytes = in.readNBytes(length);
    in.readNBytes(2);
    return bytes;
  }

  private List<Object> readArray(int count) throws IOException {
    if (count < 0) {
      return null;
    }
    List<Object> elements = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      elements.add(read());
    }
    return elements;
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\r'; b = in.read()) {
      if (b < 0) {
        throw new IOException("The server closed the connection");
      }
      line.append((char) b);
    }
    in.read();
    return line.toString();
  }
}

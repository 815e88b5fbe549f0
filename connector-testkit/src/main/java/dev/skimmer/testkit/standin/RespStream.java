package dev.skimmer.testkit.standin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skimmer.testkit.RespClient;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** The server's end of a connection: reads commands and writes replies. Used by one thread. */
final class RespStream {
  private final InputStream in;
  private final OutputStream out;

  RespStream(Socket socket) throws IOException {
    this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    this.out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
  }

  /** Waits for a command. */
  List<byte[]> read() throws IOException {
    String line = line();
    List<byte[]> words = new ArrayList<>();
    if (!line.startsWith("*")) {
      for (String word : line.split(" ", -1)) {
        words.add(word.getBytes(ISO_8859_1));
      }
      return words;
    }
    int count = Integer.parseInt(line.substring(1));
    for (int i = 0; i < count; i++) {
      int length = Integer.parseInt(line().substring(1));
      words.add(in.readNBytes(length));
      in.readNBytes(2);
    }
    return words;
  }

  /** Returns whether at least the beginning of another command has arrived. */
  boolean hasMore() throws IOException {
    return in.available() > 0;
  }

  /** Writes a reply as {@link RespClient} reads it. */
  void write(Object reply) throws IOException {
    if (reply == null) {
      line("$-1");
    } else if (reply instanceof String text) {
      line("+" + text);
    } else if (reply instanceof Long number) {
      line(":" + number);
    } else if (reply instanceof byte[] bytes) {
      line("$" + bytes.length);
      out.write(bytes);
      line("");
    } else if (reply instanceof RespClient.ErrorReply error) {
      line("-" + error.text());
    } else {
      List<?> elements = (List<?>) reply;
      line("*" + elements.size());
      for (Object element : elements) {
        write(element);
      }
    }
  }

  void flush() throws IOException {
    out.flush();
  }

  private void line(String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.write('\r');
    out.write('\n');
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("The client has gone");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}

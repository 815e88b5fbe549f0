package dev.skimmer.engine;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.ErrorCode;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Texts of keys, in their order, in a temporary file that only this user may read: there may be as
 * many as the table has rows. First all are added, then they are read, as often as wanted. Used by
 * one thread at a time.
 */
final class KeySpool implements AutoCloseable {
  private final Path file;
  private final DataOutputStream out;
  private long size;

  KeySpool() {
    try {
      file = Files.createTempFile("skimmer-keys-", ".tmp");
      out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  void add(String keyText) {
    byte[] bytes = keyText.getBytes(StandardCharsets.UTF_8);
    try {
      out.writeInt(bytes.length);
      out.write(bytes);
    } catch (IOException e) {
      throw failed(e);
    }
    size++;
  }

  long size() {
    return size;
  }

  /** Streams what was added. Close the stream. */
  Stream<String> stream() {
    try {
      out.flush();
      DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
      return LongStream.range(0, size).mapToObj(i -> next(in)).onClose(() -> close(in));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static String next(DataInputStream in) {
    try {
      return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static void close(DataInputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes the file. */
  @Override
  public void close() {
    try (out) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static ConnectorException failed(IOException cause) {
    return new ConnectorException(
        ErrorCode.DESTINATION_FULL,
        "Cannot keep the keys that differ in a temporary file in %s (%s). Make room there, or name another folder with -Djava.io.tmpdir."
            .formatted(System.getProperty("java.io.tmpdir"), cause.getClass().getSimpleName()),
        cause);
  }
}

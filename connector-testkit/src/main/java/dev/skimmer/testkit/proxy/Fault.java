package dev.skimmer.testkit.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.function.BiFunction;

/** What happens to a reply, once the server has given all of it. Immutable. */
public sealed interface Fault {
  /** The connection is closed, in good order, before the reply. */
  record Drop() implements Fault {}

  /** The connection is reset before the reply, as by a machine that lost it. */
  record Reset() implements Fault {}

  /**
   * The connection is reset in mid-reply.
   *
   * @param bytes how many bytes of the reply arrive; all of them where it has no more
   */
  record Truncate(int bytes) implements Fault {}

  /** The reply, and what comes behind it on this connection, is late. */
  record Delay(Duration duration) implements Fault {}

  /** The reply comes one byte at a time, each so long after the one before. */
  record Trickle(Duration gap) implements Fault {}

  /**
   * The reply is an error instead.
   *
   * @param text what stands behind the minus sign, such as {@code LOADING Redis is loading}
   */
  record ErrorReply(String text) implements Fault {}

  /**
   * The reply is another one, or anything but one.
   *
   * @param answer makes it from the call and the server's own reply; runs on the proxy's thread,
   *     with which all connections wait
   */
  record Answer(BiFunction<Call, byte[], byte[]> answer) implements Fault {}

  /** The reply comes twice, so that all behind it are off by one. */
  record Replay() implements Fault {}

  /** The reply, and what comes behind it on this connection, waits for a test. */
  record Hold(Gate gate) implements Fault {}

  /** Closes the connection instead of passing the reply. */
  static Fault drop() {
    return new Drop();
  }

  /** Resets the connection instead of passing the reply. */
  static Fault reset() {
    return new Reset();
  }

  /** Passes the first {@code bytes} of the reply, then resets the connection. */
  static Fault truncate(int bytes) {
    return new Truncate(bytes);
  }

  /** Passes the reply so much later. */
  static Fault delay(Duration duration) {
    return new Delay(duration);
  }

  /** Passes the reply byte by byte, with such a pause behind each. */
  static Fault trickle(Duration gap) {
    return new Trickle(gap);
  }

  /** Passes an error such as {@code BUSY Redis is busy running a script} instead of the reply. */
  static Fault error(String text) {
    return new ErrorReply(text);
  }

  /** Passes these bytes instead of the reply, whatever they are. */
  static Fault bytes(byte[] raw) {
    byte[] copy = raw.clone();
    return new Answer((call, reply) -> copy);
  }

  /** Passes the UTF-8 bytes of this text instead of the reply, such as {@code $-1\r\n}. */
  static Fault bytes(String raw) {
    return bytes(raw.getBytes(UTF_8));
  }

  /** Passes what a function makes of the reply. */
  static Fault answer(BiFunction<Call, byte[], byte[]> answer) {
    return new Answer(answer);
  }

  /** Passes the reply twice. */
  static Fault replay() {
    return new Replay();
  }

  /** Passes the reply when the test opens the gate. */
  static Fault hold(Gate gate) {
    return new Hold(gate);
  }
}

package dev.skimmer.dragonfly.pipeline;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Commands encoded one behind another as RESP arrays of bulk strings, ready to be sent in one
 * write. Reused from pipeline to pipeline; not safe for concurrent use.
 */
public final class CommandBuffer {
  private static final int NUMBER_BYTES = 16;
  private static final byte[] ASKING = "*1\r\n$6\r\nASKING\r\n".getBytes(US_ASCII);

  private final byte[] prelude;
  private byte[] bytes = new byte[1 << 14];
  private int size;
  private int commands;

  /** Creates an empty buffer. */
  public CommandBuffer() {
    this(new byte[0]);
  }

  private CommandBuffer(byte[] prelude) {
    this.prelude = prelude;
  }

  /**
   * Creates an empty buffer that puts {@code ASKING} before each command, by which a node of a
   * cluster answers for a slot that it is about to take over. Those are neither counted nor do
   * their replies show.
   */
  public static CommandBuffer asking() {
    return new CommandBuffer(ASKING);
  }

  /** Returns whether each command has one before it whose reply is not to show. */
  boolean isAsking() {
    return prelude.length > 0;
  }

  /** Forgets all commands. */
  public CommandBuffer clear() {
    size = 0;
    commands = 0;
    return this;
  }

  /** Returns how many commands there are, and so how many replies will come. */
  public int commands() {
    return commands;
  }

  /** Adds the command of {@code template} for the key that lies in {@code buffer}. */
  public CommandBuffer add(CommandTemplate template, byte[] buffer, int offset, int length) {
    byte[] head = template.head();
    byte[] tail = template.tail();
    count();
    reserve(head.length + NUMBER_BYTES + length + tail.length);
    put(head, 0, head.length);
    putNumber(length);
    put(buffer, offset, length);
    put(tail, 0, tail.length);
    return this;
  }

  /** Adds a command made of these words. */
  public CommandBuffer add(String... words) {
    byte[][] arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      arguments[i] = words[i].getBytes(UTF_8);
    }
    return add(arguments);
  }

  /** Adds a command made of these arguments, its name first. */
  public CommandBuffer add(byte[]... arguments) {
    begin(arguments.length);
    for (byte[] argument : arguments) {
      argument(argument);
    }
    return this;
  }

  /** Begins a command of so many arguments, its name among them, which have to follow. */
  public CommandBuffer begin(int arguments) {
    count();
    reserve(1 + NUMBER_BYTES);
    bytes[size++] = '*';
    putNumber(arguments);
    return this;
  }

  /** Adds the next argument of the command that was begun. */
  public CommandBuffer argument(byte[] argument) {
    return argument(argument, 0, argument.length);
  }

  /** Adds the next argument of the command that was begun; it lies in {@code buffer}. */
  public CommandBuffer argument(byte[] buffer, int offset, int length) {
    reserve(1 + NUMBER_BYTES + length + 2);
    bytes[size++] = '$';
    putNumber(length);
    put(buffer, offset, length);
    bytes[size++] = '\r';
    bytes[size++] = '\n';
    return this;
  }

  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  /** Counts a command, and puts before it what it needs. */
  private void count() {
    reserve(prelude.length);
    put(prelude, 0, prelude.length);
    commands++;
  }

  private void putNumber(int number) {
    if (number < 10) {
      bytes[size++] = (byte) ('0' + number);
    } else if (number < 100) {
      bytes[size++] = (byte) ('0' + number / 10);
      bytes[size++] = (byte) ('0' + number % 10);
    } else {
      byte[] digits = Integer.toString(number).getBytes(US_ASCII);
      put(digits, 0, digits.length);
    }
    bytes[size++] = '\r';
    bytes[size++] = '\n';
  }

  private void put(byte[] source, int offset, int length) {
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  private void reserve(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, needed * 2L));
    }
  }
}

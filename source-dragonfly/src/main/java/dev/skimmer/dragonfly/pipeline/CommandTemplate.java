package dev.skimmer.dragonfly.pipeline;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * A command of which everything but the key is encoded beforehand, such as {@code LRANGE key 0
 * 999}. Immutable.
 */
public final class CommandTemplate {
  private final String name;
  private final byte[] head;
  private final byte[] tail;

  private CommandTemplate(String name, byte[] head, byte[] tail) {
    this.name = name;
    this.head = head;
    this.tail = tail;
  }

  /** Creates a template of the command {@code name}, its key, and the arguments behind the key. */
  public static CommandTemplate of(String name, String... argumentsBehindKey) {
    StringBuilder tail = new StringBuilder("\r\n");
    for (String argument : argumentsBehindKey) {
      tail.append('$').append(argument.length()).append("\r\n").append(argument).append("\r\n");
    }
    String head =
        "*%d\r\n$%d\r\n%s\r\n$".formatted(2 + argumentsBehindKey.length, name.length(), name);
    return new CommandTemplate(name, head.getBytes(US_ASCII), tail.toString().getBytes(US_ASCII));
  }

  /** Creates a template of a command whose key stands behind a subcommand. */
  public static CommandTemplate ofSubcommand(String name, String subcommand) {
    String head =
        "*3\r\n$%d\r\n%s\r\n$%d\r\n%s\r\n$"
            .formatted(name.length(), name, subcommand.length(), subcommand);
    return new CommandTemplate(name, head.getBytes(US_ASCII), "\r\n".getBytes(US_ASCII));
  }

  /** Returns the name of the command, for messages. */
  public String name() {
    return name;
  }

  byte[] head() {
    return head;
  }

  byte[] tail() {
    return tail;
  }
}

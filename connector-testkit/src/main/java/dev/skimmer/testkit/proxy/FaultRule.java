package dev.skimmer.testkit.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skimmer.text.EscapedText;
import java.util.List;
import java.util.Optional;

/**
 * Which replies a fault happens to: of those that match, counted from when the rule was added and
 * over all connections, {@code times} from number {@code first} on.
 *
 * <pre>{@code
 * FaultRule.on("HSCAN").key("large").at(2).then(Fault.truncate(17))
 * FaultRule.on("XINFO STREAM").always().then(Fault.error("BUSY Redis is busy"))
 * FaultRule.onAny().at(10).then(Fault.reset())
 * }</pre>
 *
 * @param command the words that a command begins with, in whatever case; none for any command,
 *     those with which a client greets included
 * @param key what one of the arguments has to be, as {@link EscapedText} writes it
 * @param first from 1
 * @param times {@link Integer#MAX_VALUE} for all
 * @param fault what happens
 */
public record FaultRule(
    List<String> command, Optional<String> key, int first, int times, Fault fault) {
  public FaultRule {
    command = List.copyOf(command);
    if (first < 1 || times < 1) {
      throw new IllegalArgumentException(
          "A rule counts from 1 and acts at least once, but begins at %d, %d times"
              .formatted(first, times));
    }
  }

  /** Chooses replies of a command, such as {@code GET} or {@code XINFO STREAM}. */
  public static Choice on(String command) {
    return new Choice(List.of(command.split(" ", -1)), Optional.empty(), 1, 1);
  }

  /** Chooses replies of all commands, those with which a client greets included. */
  public static Choice onAny() {
    return new Choice(List.of(), Optional.empty(), 1, 1);
  }

  boolean matches(Call call) {
    return call.startsWith(command)
        && (key.isEmpty() || call.hasArgument(EscapedText.decode(key.get())));
  }

  boolean actsAt(int match) {
    return match >= first && match - first < times;
  }

  /** A choice of replies that lacks a fault: without further words, the first that matches. */
  public static final class Choice {
    private final List<String> command;
    private final Optional<String> key;
    private final int first;
    private final int times;

    private Choice(List<String> command, Optional<String> key, int first, int times) {
      this.command = command;
      this.key = key;
      this.first = first;
      this.times = times;
    }

    /** Chooses only commands with this argument. */
    public Choice key(String name) {
      return key(name.getBytes(UTF_8));
    }

    /** Chooses only commands with this argument. */
    public Choice key(byte[] name) {
      return new Choice(command, Optional.of(EscapedText.encode(name)), first, times);
    }

    /** Chooses reply number {@code match}, counted from 1, or begins there. */
    public Choice at(int match) {
      return new Choice(command, key, match, times);
    }

    /** Chooses so many replies. */
    public Choice times(int number) {
      return new Choice(command, key, first, number);
    }

    /** Chooses all replies, from the chosen one on. */
    public Choice always() {
      return times(Integer.MAX_VALUE);
    }

    /** Makes a rule of the choice. */
    public FaultRule then(Fault fault) {
      return new FaultRule(command, key, first, times, fault);
    }
  }
}

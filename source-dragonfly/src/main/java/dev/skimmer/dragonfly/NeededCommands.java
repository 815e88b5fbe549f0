package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.connect.Capabilities;
import dev.skimmer.dragonfly.connect.ControlConnection;
import dev.skimmer.dragonfly.connect.ErrorReply;
import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.Replies;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The commands by which a sync reads keys, and what the server says to each: they are sent for a
 * key that is not there.
 */
final class NeededCommands {
  /** By which a node of a cluster answers for a slot that it is taking over. */
  static final String ASKING = "ASKING";

  private static final String ABSENT_KEY = "skimmer:check";

  private static final List<String> LENGTHS =
      List.of("STRLEN", "HLEN", "SCARD", "LLEN", "ZCARD", "XLEN");

  private static final List<String> OF_MODULES =
      List.of(
          "JSON.GET",
          "TS.INFO",
          "TS.RANGE",
          "BF.INFO",
          "CF.INFO",
          "CMS.INFO",
          "TOPK.INFO",
          "TOPK.LIST",
          "TDIGEST.INFO");

  private NeededCommands() {}

  /**
   * Tries each command that this server would be sent.
   *
   * @param more commands that are needed, too, and are called by all of their words
   * @return by the name of the command, what stands in the way of a sync; an empty one where it is
   *     permitted. A command that not every server has is left out where it is not known: a
   *     module's, since there are no keys for it, and ASKING, since nobody asks for it
   */
  static Map<String, Optional<ErrorReply>> probe(
      ControlConnection control, Capabilities capabilities, List<List<String>> more) {
    List<List<String>> calls = calls(capabilities);
    int ofKeys = calls.size();
    calls.addAll(more);
    CommandBuffer commands = new CommandBuffer();
    calls.forEach(call -> commands.add(call.toArray(new String[0])));
    Replies replies = control.call(commands);
    Map<String, Optional<ErrorReply>> obstacles = new LinkedHashMap<>();
    for (int i = 0; i < calls.size(); i++) {
      String command = i < ofKeys ? calls.get(i).get(0) : String.join(" ", calls.get(i));
      Optional<ErrorReply> error = ControlConnection.error(replies, i);
      boolean unknown = error.filter(e -> e.kind() == ErrorReply.Kind.COMMAND_UNKNOWN).isPresent();
      if (!unknown || !isOptional(command)) {
        obstacles.put(command, error.filter(NeededCommands::isObstacle));
      }
    }
    return obstacles;
  }

  private static boolean isOptional(String command) {
    return OF_MODULES.contains(command) || command.equals(ASKING);
  }

  static boolean anyOfModules(Collection<String> commands) {
    return commands.stream().anyMatch(OF_MODULES::contains);
  }

  private static List<List<String>> calls(Capabilities capabilities) {
    List<List<String>> calls = new ArrayList<>();
    calls.add(List.of("SCAN", "0", "MATCH", ABSENT_KEY, "COUNT", "1"));
    calls.add(List.of("TYPE", ABSENT_KEY));
    addExpiries(calls, capabilities);
    calls.add(List.of("GETRANGE", ABSENT_KEY, "0", "0"));
    if (capabilities.digest()) {
      calls.add(List.of("DIGEST", ABSENT_KEY));
    }
    calls.add(List.of("HSCAN", ABSENT_KEY, "0"));
    calls.add(List.of("SSCAN", ABSENT_KEY, "0"));
    calls.add(List.of("LRANGE", ABSENT_KEY, "0", "0"));
    calls.add(List.of("LINDEX", ABSENT_KEY, "0"));
    calls.add(List.of("ZRANGE", ABSENT_KEY, "0", "0"));
    calls.add(List.of("XINFO", "STREAM", ABSENT_KEY));
    calls.add(List.of("XRANGE", ABSENT_KEY, "-", "+", "COUNT", "1"));
    Stream.concat(LENGTHS.stream(), OF_MODULES.stream())
        .forEach(command -> calls.add(List.of(command, ABSENT_KEY)));
    return calls;
  }

  /** Returns the commands of types that the server does not have, from what was probed. */
  static List<String> absent(Map<String, Optional<ErrorReply>> probed) {
    return OF_MODULES.stream().filter(command -> !probed.containsKey(command)).toList();
  }

  private static void addExpiries(List<List<String>> calls, Capabilities capabilities) {
    calls.add(List.of(capabilities.absoluteExpiry() ? "PEXPIRETIME" : "PTTL", ABSENT_KEY));
    boolean relative = !capabilities.absoluteExpiry();
    switch (capabilities.fieldExpiry()) {
      case UNUSED -> {}
      case ABSOLUTE -> calls.add(List.of("HPEXPIRETIME", ABSENT_KEY, "FIELDS", "1", "f"));
      case RELATIVE -> {
        calls.add(List.of("FIELDTTL", ABSENT_KEY, "f"));
        relative = true;
      }
    }
    if (relative) {
      calls.add(List.of("TIME"));
    }
  }

  /**
   * A key that is absent is an error of its own for some commands, and one that is elsewhere is no
   * refusal: permissions come first.
   */
  private static boolean isObstacle(ErrorReply error) {
    return switch (error.kind()) {
      case KEY_DENIED, WRONG_TYPE, MOVED, OTHER -> false;
      case COMMAND_UNKNOWN, COMMAND_DENIED, AUTHENTICATION, NO_SUCH_DATABASE, NOT_READY -> true;
    };
  }
}

package dev.skimmer.cli;

import dev.skimmer.testkit.RespClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server has executed, by its slow log.
 *
 * @param commands all of them, the longest first
 */
record ServerLoad(List<Executed> commands) {
  private static final int MAX_COMMANDS = 1_000_000;

  /** A command and for how long the server did nothing else. */
  record Executed(long micros, List<String> words) {
    String name() {
      return words.get(0);
    }

    long number(int index) {
      return Long.parseLong(words.get(index));
    }
  }

  /** Begins to log every command. */
  static void record(RespClient client) {
    client.call("CONFIG", "SET", "slowlog-max-len", MAX_COMMANDS);
    client.call("CONFIG", "SET", "slowlog-log-slower-than", 0);
    client.call("SLOWLOG", "RESET");
  }

  /** Ends the log and returns what it holds. */
  static ServerLoad stop(RespClient client) {
    client.call("CONFIG", "SET", "slowlog-log-slower-than", -1);
    List<Executed> commands = new ArrayList<>();
    for (Object entry : (List<?>) client.call("SLOWLOG", "GET", -1)) {
      List<?> parts = (List<?>) entry;
      List<String> words =
          ((List<?>) parts.get(3))
              .stream().map(word -> new String((byte[]) word, StandardCharsets.UTF_8)).toList();
      if (!words.get(0).equals("SLOWLOG") && !words.get(0).equals("CONFIG")) {
        commands.add(new Executed((Long) parts.get(2), words));
      }
    }
    commands.sort((a, b) -> Long.compare(b.micros(), a.micros()));
    client.call("SLOWLOG", "RESET");
    return new ServerLoad(commands);
  }

  @Override
  public String toString() {
    Executed longest = commands.get(0);
    return "%d commands, the longest %.1f ms: %s"
        .formatted(commands.size(), longest.micros() / 1000.0, String.join(" ", longest.words()));
  }
}

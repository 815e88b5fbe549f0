package dev.skimmer.testkit;

import java.util.List;
import java.util.Map;

/**
 * How a server is started.
 *
 * @param command in front of the arguments
 * @param environment variables that it needs
 */
record ServerProgram(List<String> command, Map<String, String> environment) {
  /** Returns the one that comes with the tests. */
  static ServerProgram plain() {
    return new ServerProgram(List.of(RedisExecutable.path()), Map.of());
  }

  static ServerProgram of(RedisStack stack) {
    return new ServerProgram(
        List.of(stack.executable().toString()),
        Map.of("LD_LIBRARY_PATH", stack.libraries().toString()));
  }

  static ServerProgram of(DebianServer server) {
    return new ServerProgram(server.command(), Map.of());
  }
}

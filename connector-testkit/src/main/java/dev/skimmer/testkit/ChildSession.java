package dev.skimmer.testkit;

import dev.skimmer.spi.Destination;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How another JVM opens the database of the running test.
 *
 * @param opener what opens it
 * @param arguments what tells it where; they stand in a command line
 */
public record ChildSession(Class<? extends SessionOpener> opener, List<String> arguments) {
  public ChildSession {
    arguments = List.copyOf(arguments);
  }

  /** Returns the arguments of a main method that {@link #open} understands. */
  String[] toCommandLine() {
    List<String> line = new ArrayList<>(List.of(opener.getName()));
    line.addAll(arguments);
    return line.toArray(String[]::new);
  }

  /** Opens a session by what stands in the command line. */
  static Destination.Session open(String[] commandLine) throws ReflectiveOperationException {
    var constructor =
        Class.forName(commandLine[0]).asSubclass(SessionOpener.class).getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor
        .newInstance()
        .open(Arrays.asList(commandLine).subList(1, commandLine.length));
  }
}

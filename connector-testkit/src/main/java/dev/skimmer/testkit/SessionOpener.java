package dev.skimmer.testkit;

import dev.skimmer.spi.Destination;
import java.util.List;

/** Opens a destination in a JVM that a test has started. Needs a constructor without parameters. */
public interface SessionOpener {
  /**
   * Opens a session.
   *
   * @param arguments those of the {@link ChildSession}
   */
  Destination.Session open(List<String> arguments);
}

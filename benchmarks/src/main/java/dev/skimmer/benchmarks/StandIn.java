package dev.skimmer.benchmarks;

import dev.skimmer.testkit.standin.DragonflyStandIn;
import java.io.IOException;

/** Lets what stands in for a Dragonfly run until the standard input ends. */
public final class StandIn {
  private StandIn() {}

  /** Prints the port, once it listens; takes the number of shards. */
  public static void main(String[] arguments) throws IOException {
    try (DragonflyStandIn server = DragonflyStandIn.start(Integer.parseInt(arguments[0]))) {
      System.out.println(server.port());
      System.in.transferTo(System.out);
    }
  }
}

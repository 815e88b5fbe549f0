package dev.skimmer.duckdb;

import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import java.nio.file.Path;

/** Opens a file and holds it until it is killed or its standard input ends. */
final class HoldFile {
  private HoldFile() {}

  public static void main(String[] arguments) throws Exception {
    DuckDbConfig config = DuckDbConfig.of(Path.of(arguments[0]));
    try (Destination.Session session = new DuckDbDestination().open(config, Context.system())) {
      session.openWriter("held").close();
      System.out.println("open");
      System.in.read();
    }
  }
}

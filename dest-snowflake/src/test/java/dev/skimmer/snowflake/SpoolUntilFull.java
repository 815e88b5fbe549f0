package dev.skimmer.snowflake;

import static dev.skimmer.snowflake.Tables.MAIN;
import static dev.skimmer.snowflake.Tables.row;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Writes rows, of which no compression makes less, until that fails; prints how. */
final class SpoolUntilFull {
  private static final int ROWS = 10_000;

  private SpoolUntilFull() {}

  public static void main(String[] arguments) {
    SnowflakeConfig config = Configs.emulator(Integer.parseInt(arguments[0]), arguments[1]);
    Random random = new Random(1);
    byte[] noise = new byte[5_000];
    try (Destination.Session session = new SnowflakeDestination().open(config, Context.system())) {
      session.apply(MAIN);
      Tables.commit(session, List.of(row("committed", "value", false)));
      System.out.println("committed");
      try (Writer writer = session.openWriter("shop")) {
        for (int i = 0; i < ROWS; i++) {
          random.nextBytes(noise);
          String value = new String(noise, StandardCharsets.ISO_8859_1);
          writer.write(List.of(row("key " + i, value.replace('\0', '0'), false)));
        }
      }
    } catch (ConnectorException e) {
      System.out.println(e.code() + " " + e.code().exitCode() + " " + e.getMessage());
    }
  }
}

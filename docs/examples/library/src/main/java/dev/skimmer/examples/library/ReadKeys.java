package dev.skimmer.examples.library;

import dev.skimmer.config.ConfigBinder;
import dev.skimmer.detect.NothingKnown;
import dev.skimmer.dragonfly.*;
import dev.skimmer.spi.*;
import java.time.Duration;
import java.util.Map;

/** Prints the keys of a server with their values. Arguments: host and port. */
public final class ReadKeys {
  public static void main(String[] arguments) {
    Map<String, String> texts = Map.of("host", arguments[0], "port", arguments[1]);
    DragonflyConfig config = ConfigBinder.create(DragonflyConfig.class, texts);
    try (Source.Session session = new DragonflySource().open(config, Context.system());
        SplitReader reader =
            session.read(session.plan(1).get(0), Cursor.START, new NothingKnown())) {
      while (!reader.isFinished()) {
        for (Operation operation : reader.poll(Duration.ofSeconds(1))) {
          if (operation instanceof Upsert upsert) {
            System.out.println(upsert.row().value(0) + " = " + upsert.row().value(1));
          }
        }
      }
    }
  }
}

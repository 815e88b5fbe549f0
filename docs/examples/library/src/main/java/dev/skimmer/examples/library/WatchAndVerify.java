package dev.skimmer.examples.library;

import dev.skimmer.dragonfly.DragonflySource;
import dev.skimmer.duckdb.DuckDbDestination;
import dev.skimmer.engine.Pipeline;
import dev.skimmer.engine.Verdict;
import dev.skimmer.engine.Watch;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Scanner;

/**
 * Keeps a DuckDB file equal to a server until a line is entered, and then proves that it is.
 * Arguments: host, port and file.
 */
public final class WatchAndVerify {
  public static void main(String... arguments) {
    Pipeline pipeline =
        Pipeline.from(new DragonflySource(), Map.of("host", arguments[0], "port", arguments[1]))
            .to(new DuckDbDestination(), Map.of("path", arguments[2]));
    Watch watch =
        pipeline.watch(
            Duration.ofSeconds(1),
            pass -> System.out.println(pass.inserted() + " new, " + pass.deleted() + " gone"));
    new Thread(
            () -> {
              new Scanner(System.in).nextLine();
              watch.stop();
            })
        .start();
    watch.run();
    Verdict verdict =
        pipeline
            .verify(
                OptionalLong.empty(),
                difference -> System.out.println(difference.kind() + " " + difference.keyText()))
            .run();
    System.out.println(verdict.isEqual() ? "equal" : "different");
  }
}

package dev.skimmer.cli;

import dev.skimmer.cli.demo.DemoQuestions;
import dev.skimmer.cli.demo.DemoServer;
import dev.skimmer.cli.demo.ShopKeyspace;
import dev.skimmer.cli.progress.Progress;
import dev.skimmer.cli.text.Quantity;
import dev.skimmer.engine.Pipeline;
import dev.skimmer.engine.SyncResult;
import jakarta.inject.Inject;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows a sync from end to end, with a server of its own. */
@Command(
    name = "demo",
    description = {
      "Starts a Redis server with a made-up shop of 100,000 keys on this machine, syncs it into a"
          + " DuckDB file, changes some keys, syncs again, and asks the tables three questions."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: skimmer demo"})
final class DemoCommand implements Callable<Integer> {
  private final ConfigurationReader reader;
  private final SyncRunner runner;
  private final PrintStream out;

  @Option(
      names = "--keys",
      paramLabel = "NUMBER",
      description = "How many keys the shop has (default: ${DEFAULT-VALUE}).",
      defaultValue = "100000")
  private int keys;

  @Inject
  DemoCommand(ConfigurationReader reader, SyncRunner runner, Console console) {
    this.reader = reader;
    this.runner = runner;
    this.out = console.out();
  }

  @Override
  public Integer call() throws SQLException {
    Path database = freeFile();
    try (DemoServer server = DemoServer.start();
        ShopKeyspace shop = new ShopKeyspace(server.port())) {
      out.printf(
          "Filling a Redis server on 127.0.0.1:%d with %s keys ...%n",
          server.port(), Quantity.count(keys));
      shop.fill(keys);
      Pipeline pipeline = configuration(server.port(), database);
      out.printf("First sync into %s:%n%n", database);
      printSync(pipeline);
      shop.change(keys, 0, keys / 100);
      shop.delete(keys, keys / 100, keys / 200);
      out.printf("%n1 %% of the keys changed, 0.5 %% deleted. Second sync:%n%n");
      printSync(pipeline);
    }
    DemoQuestions.ask(database, out);
    printNextSteps(database);
    return 0;
  }

  private void printSync(Pipeline pipeline) {
    SyncResult result = runner.run(pipeline, Progress.NORMAL);
    out.print(Summary.of(result, OutputFormat.text));
  }

  private Pipeline configuration(int port, Path database) {
    return reader.read(
        "the demonstration",
        Map.of("host", "127.0.0.1", "port", "" + port, "destination", "duckdb:" + database),
        Map.of());
  }

  private void printNextSteps(Path database) {
    out.printf(
        """

        The server is gone; the tables are in %1$s. Look around:

          duckdb %1$s "FROM dragonfly_data LIMIT 10"

        With a server of your own:

          echo '{"host": "127.0.0.1", "port": 6379}' > CONFIG.json
          ./skimmer check CONFIG.json
          ./skimmer sync CONFIG.json --to duckdb:shop.duckdb
          duckdb shop.duckdb "SELECT data_type, count(*) FROM dragonfly_data GROUP BY ALL"
        """,
        database);
  }

  /** Returns a file that does not exist, so that no earlier work is lost. */
  private static Path freeFile() {
    Path file = Path.of("demo.duckdb");
    for (int number = 2; Files.exists(file); number++) {
      file = Path.of("demo-" + number + ".duckdb");
    }
    return file;
  }
}

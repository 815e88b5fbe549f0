package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.keyspace.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandIT {
  @TempDir private Path folder;

  @Test
  void theDemoSyncsTwiceAnswersAndLeavesNoServer() throws IOException {
    Path log = folder.resolve("log");
    Path work = Files.createDirectory(folder.resolve("with space"));
    Process demo = CliRun.start(work, log, "demo", "--keys", "20000");
    assertThat(CliRun.exitCodeOf(demo)).as(Files.readString(log)).isZero();
    assertThat(Files.readString(log))
        .containsPattern("inserted +20,000")
        .containsPattern("updated +200\n")
        .containsPattern("deleted +100\n")
        .contains("player-")
        .contains("./skimmer sync CONFIG.json")
        .contains("duckdb demo.duckdb");
    Path database = work.resolve("demo.duckdb");
    assertThat(Tables.number(database, "SELECT count(*) FROM dragonfly_data")).isEqualTo(19_900);
    assertThat(demo.descendants().toList()).isEqualTo(List.of());
    everyQuestionOfTheGuideHasAnAnswer(database);
  }

  private static void everyQuestionOfTheGuideHasAnAnswer(Path database) throws IOException {
    String guide = Files.readString(Path.of("..", "docs", "duckdb.md"));
    List<String> questions =
        Pattern.compile("```sql\\n(.*?)```", Pattern.DOTALL)
            .matcher(guide)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(questions).hasSize(10);
    for (String question : questions) {
      assertThat(Tables.number(database, "SELECT count(*) FROM (%s)".formatted(question)))
          .as(question)
          .isPositive();
    }
  }
}

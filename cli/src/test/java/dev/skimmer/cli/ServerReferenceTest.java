package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.testkit.servers.TestedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the table of servers by suites equal to what the tests say. */
class ServerReferenceTest {
  private static final Path REFERENCE = Path.of("..", "docs", "servers.md");

  /** A suite that runs on every server of the table. */
  private static final String ON_ALL = "TestedServer#selected";

  private static final Pattern ON_SOME = Pattern.compile("@Tag\\(\"server-(\\w+)\"\\)");
  private static final Pattern SUBJECT =
      Pattern.compile("(?s)/\\*\\*\\s+(?:\\* )?([^/@]*?)\\.?\\s*\\*/\\s+(?:@[^\\n]*\\s+)*class ");

  /**
   * A test class.
   *
   * @param servers the names of those that it runs on; empty for all
   */
  private record Suite(String name, String subject, List<String> servers) {
    static Suite of(Path file) {
      String source = contentOf(file);
      Matcher subject = SUBJECT.matcher(source);
      assertThat(subject.find()).as("%s says what it is", file).isTrue();
      return new Suite(
          file.getFileName().toString().replace(".java", ""),
          subject.group(1).replaceAll("\\s+(?:\\* )?", " "),
          ON_SOME.matcher(source).results().map(tag -> tag.group(1)).toList());
    }

    String cell(TestedServer server) {
      boolean runs = servers.isEmpty() || servers.contains(server.name().toLowerCase(Locale.ROOT));
      if (!runs) {
        return "";
      }
      return switch (server.run()) {
        case ALWAYS -> "always";
        case PROFILE -> "`-Pservers`";
        case GIVEN -> "where given";
      };
    }
  }

  @Test
  void theTableOfServersIsWhatTheTestsSay() throws IOException {
    String written = Files.readString(REFERENCE);
    String generated = written.substring(0, written.indexOf("| Server |")) + table();
    if (Boolean.getBoolean("skimmer.write-docs")) {
      Files.writeString(REFERENCE, generated);
    }
    assertThat(Files.readString(REFERENCE))
        .as("docs/servers.md; write it anew with -Dtest.jvm.args=-Dskimmer.write-docs=true")
        .isEqualTo(generated);
  }

  private static String table() throws IOException {
    List<Suite> suites = suites();
    StringBuilder text = new StringBuilder("| Server |");
    suites.forEach(suite -> text.append(" `%s` |".formatted(suite.name())));
    text.append("\n|").append("---|".repeat(suites.size() + 1)).append('\n');
    for (TestedServer server : TestedServer.values()) {
      List<String> cells = new ArrayList<>(List.of(server.title()));
      suites.forEach(suite -> cells.add(suite.cell(server)));
      text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
    return text
        + suites.stream()
            .map(suite -> "\n- `%s`: %s".formatted(suite.name(), suite.subject()))
            .collect(Collectors.joining("", "", "\n"));
  }

  private static List<Suite> suites() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".."), 12)) {
      return files
          .filter(file -> file.toString().matches(".*/src/test/java/.*(Test|IT)\\.java"))
          .filter(file -> !file.endsWith("ServerReferenceTest.java"))
          .filter(
              file -> {
                String source = contentOf(file);
                return source.contains(ON_ALL) || ON_SOME.matcher(source).find();
              })
          .map(Suite::of)
          .sorted((a, b) -> a.name().compareTo(b.name()))
          .toList();
    }
  }

  private static String contentOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

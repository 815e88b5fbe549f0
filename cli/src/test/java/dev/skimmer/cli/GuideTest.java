package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the guide to connectors quotes stands in the examples, which are built and run. */
class GuideTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern QUOTE = Pattern.compile("```(java|xml)\\n(.*?)```", Pattern.DOTALL);
  private static final int LEAST_QUOTES = 15;

  @TestFactory
  Stream<DynamicTest> everyQuoteStandsInAnExample() throws IOException {
    String guide = Files.readString(DOCS.resolve("write-a-connector.md"));
    List<String> quotes =
        QUOTE.matcher(guide).results().map(match -> lines(match.group(2))).toList();
    assertThat(quotes).hasSizeGreaterThanOrEqualTo(LEAST_QUOTES);
    String examples = examples();
    return quotes.stream()
        .map(
            quote ->
                DynamicTest.dynamicTest(
                    quote.lines().findFirst().orElseThrow(),
                    () -> assertThat(examples).contains(quote)));
  }

  private static String examples() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(DOCS.resolve("examples"))) {
      for (Path file : (Iterable<Path>) files.filter(GuideTest::isSource)::iterator) {
        text.append(lines(Files.readString(file)));
      }
    }
    return text.toString();
  }

  private static boolean isSource(Path file) {
    return !file.toString().contains("target")
        && (file.toString().endsWith(".java") || file.endsWith("pom.xml"));
  }

  /** Returns the text without indentation: a quote stands further left than its source. */
  private static String lines(String text) {
    return text.lines().map(line -> line.strip() + "\n").reduce("", String::concat);
  }
}

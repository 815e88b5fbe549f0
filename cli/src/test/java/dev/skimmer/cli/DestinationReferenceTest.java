package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the table of what destinations are tested for equal to the sources of those tests. */
class DestinationReferenceTest {
  private static final Path REFERENCE = Path.of("..", "docs", "destinations.md");
  private static final Path TESTKIT =
      Path.of("..", "connector-testkit", "src", "main", "java", "dev", "skimmer", "testkit");

  private static final Pattern CONTRACTS = Pattern.compile("\\b(\\w+Contract)\\b(?=[,\\s]*[{,])");
  private static final Pattern PROMISE =
      Pattern.compile(
          "@Test(?:Factory)?(?:\\s+@Tag\\(\"[^\"]+\"\\))*\\s+default [\\w<>]+ (\\w+)\\(");

  private static final Pattern SUBJECT = Pattern.compile("/\\*\\* (.*?) \\*/\\s+interface");
  private static final Pattern PARENT = Pattern.compile("class \\w+ extends (\\w+)");

  /** A hook of the harness, and what the table says where it is overridden and where not. */
  private record Hook(String method, String title, String overridden, String inherited) {}

  private static final List<Hook> HOOKS =
      List.of(
          new Hook("keepsNaN", "NaN", "refused", "kept"),
          new Hook("keepsInfinity", "Infinity", "refused", "kept"),
          new Hook("allowsName", "Names of tables", "some refused", "any but with NUL"),
          new Hook("breakConnections", "Connections broken", "yes", "has none, or not tried"),
          new Hook("openLosingFirstCommit", "Commit lost", "yes", "has none, or not tried"));

  @Test
  void theTableOfDestinationsIsWhatTheirTestsSay() throws IOException {
    String generated = reference();
    if (Boolean.getBoolean("skimmer.write-docs")) {
      Files.writeString(REFERENCE, generated);
    }
    assertThat(Files.readString(REFERENCE))
        .as("docs/destinations.md; write it anew with -Dtest.jvm.args=-Dskimmer.write-docs=true")
        .isEqualTo(generated);
  }

  private static String reference() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # What destinations are tested for

        Every destination's test class inherits the whole contract of destinations; what one cannot do, it declares, and then it must fail cleanly. Generated from the sources of the tests.

        | Tests | Run | %s |
        |---|---|%s
        """
            .formatted(
                String.join(" | ", HOOKS.stream().map(Hook::title).toList()),
                "---|".repeat(HOOKS.size())));
    Map<String, String> sources = testSources();
    sources.forEach((name, source) -> destination(text, name, source, sources));
    text.append("\n## The contract\n");
    for (String contract : contracts()) {
      String source = Files.readString(TESTKIT.resolve(contract + ".java"));
      text.append("\n%s\n\n".formatted(first(SUBJECT, source).replaceAll("\\s+\\*?\\s*", " ")));
      PROMISE
          .matcher(source)
          .results()
          .map(promise -> "- " + sentence(promise.group(1)) + "\n")
          .forEach(text::append);
    }
    return text.toString();
  }

  private static void destination(
      StringBuilder text, String name, String source, Map<String, String> sources) {
    if (source.contains("abstract class " + name)) {
      return;
    }
    List<String> cells = new ArrayList<>();
    cells.add("`" + name + "`");
    cells.add(whenRun(name, source));
    for (Hook hook : HOOKS) {
      cells.add(overrides(hook.method(), source, sources) ? hook.overridden() : hook.inherited());
    }
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String whenRun(String name, String source) {
    if (source.contains("@EnabledIfEnvironmentVariable")) {
      return "only with an account; **never yet**";
    }
    return name.endsWith("IT") ? "only where Docker is; **never yet**" : "always";
  }

  /** Looks in the class, and in those that it extends. */
  private static boolean overrides(String method, String source, Map<String, String> sources) {
    if (source.contains(" " + method + "(")) {
      return true;
    }
    String parent = first(PARENT, source);
    return sources.containsKey(parent) && overrides(method, sources.get(parent), sources);
  }

  /** Returns the sources of all contract tests by the names of their classes. */
  private static Map<String, String> testSources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(Path.of(".."), 12)) {
      files
          .filter(
              file ->
                  file.toString()
                      .matches("\\.\\./dest-\\w+/src/test/java/.*Contract(Test|IT)\\.java"))
          .forEach(
              file ->
                  sources.put(file.getFileName().toString().replace(".java", ""), contentOf(file)));
    }
    return new LinkedHashMap<>(sources);
  }

  private static List<String> contracts() {
    String all = contentOf(TESTKIT.resolve("DestinationContract.java"));
    return CONTRACTS
        .matcher(all.substring(all.indexOf("implements")))
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private static String sentence(String name) {
    String words = name.replaceAll("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ");
    return words.toLowerCase(Locale.ROOT).replace("na n", "NaN");
  }

  private static String first(Pattern pattern, String text) {
    return pattern.matcher(text).results().findFirst().map(found -> found.group(1)).orElse("");
  }

  private static String contentOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

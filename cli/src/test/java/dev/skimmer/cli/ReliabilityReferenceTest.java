package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.spi.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the table of promises equal to the tags of the tests that hold them. */
class ReliabilityReferenceTest {
  private static final Path REFERENCE = Path.of("..", "docs", "reliability.md");

  /** A tag, and the class or method that it stands before. */
  private static final Pattern TAGGED =
      Pattern.compile(
          "(?s)@Tag\\(\"promise-(\\d+)\"\\)(?=.*?(?:(?:class|interface)\\s+(\\w+)|(?:void|Stream<\\w+>)\\s+(\\w+)\\())");

  /** A line of the table of exit codes: the code, and what it means. */
  private static final Pattern EXIT_CODE =
      Pattern.compile("(?m)^\\| (\\d) \\| ([^|]+) \\|[^|\\n]*\\|$");

  /** What may go wrong, and what happens then. */
  private record Promise(int number, String fault, String answer) {
    static Promise parse(String line) {
      List<String> parts = List.of(line.split("\\|", 3));
      return new Promise(Integer.parseInt(parts.get(0)), parts.get(1), parts.get(2));
    }
  }

  @Test
  void everyPromiseIsHeldByATest() throws IOException {
    assertThat(holders().keySet())
        .containsExactlyElementsOf(promises().stream().map(Promise::number).toList());
  }

  @Test
  void theTableOfPromisesIsWhatTheTagsSay() throws IOException {
    String written = Files.readString(REFERENCE);
    String generated = withCodes(written.substring(0, written.indexOf("| # |"))) + table();
    if (Boolean.getBoolean("skimmer.write-docs")) {
      Files.writeString(REFERENCE, generated);
    }
    assertThat(Files.readString(REFERENCE))
        .as("docs/reliability.md; write it anew with -Dtest.jvm.args=-Dskimmer.write-docs=true")
        .isEqualTo(generated);
  }

  /** Each exit code stands with the codes of errors that end in it. */
  private static String withCodes(String text) {
    assertThat(EXIT_CODE.matcher(text).results().map(line -> Integer.parseInt(line.group(1))))
        .containsAll(Arrays.stream(ErrorCode.values()).map(ErrorCode::exitCode).toList());
    return EXIT_CODE
        .matcher(text)
        .replaceAll(
            line -> {
              int exitCode = Integer.parseInt(line.group(1));
              String codes =
                  Arrays.stream(ErrorCode.values())
                      .filter(code -> code.exitCode() == exitCode)
                      .map(code -> "`%s`".formatted(code.name().toLowerCase(Locale.ROOT)))
                      .collect(Collectors.joining(", "));
              return Matcher.quoteReplacement(
                  "| %s | %s | %s |".formatted(exitCode, line.group(2), codes));
            });
  }

  private static String table() throws IOException {
    StringBuilder text = new StringBuilder("| # | What happens | What Skimmer does | Held by |\n");
    text.append("|---|---|---|---|\n");
    SortedMap<Integer, SortedMap<String, List<String>>> holders = holders();
    for (Promise promise : promises()) {
      text.append(
          "| %d | %s | %s | %s |\n"
              .formatted(
                  promise.number(),
                  promise.fault(),
                  promise.answer(),
                  cell(holders.getOrDefault(promise.number(), new TreeMap<>()))));
    }
    return text.toString();
  }

  /** A class that holds the promise as a whole stands by itself, others with their tests. */
  private static String cell(SortedMap<String, List<String>> holders) {
    return holders.entrySet().stream()
        .map(
            holder ->
                holder.getValue().contains("")
                    ? "`%s`".formatted(holder.getKey())
                    : "`%s`: %s".formatted(holder.getKey(), String.join(", ", holder.getValue())))
        .collect(Collectors.joining("; "));
  }

  private static List<Promise> promises() throws IOException {
    try (InputStream in = ReliabilityReferenceTest.class.getResourceAsStream("promises.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(Promise::parse)
          .toList();
    }
  }

  /** Returns the classes that hold each promise, with the sentences of their tests. */
  private static SortedMap<Integer, SortedMap<String, List<String>>> holders() throws IOException {
    SortedMap<Integer, SortedMap<String, List<String>>> holders = new TreeMap<>();
    for (Path source : sources()) {
      String name = source.getFileName().toString().replace(".java", "");
      TAGGED
          .matcher(Files.readString(source))
          .results()
          .forEach(
              tagged ->
                  holders
                      .computeIfAbsent(Integer.valueOf(tagged.group(1)), n -> new TreeMap<>())
                      .computeIfAbsent(name, n -> new ArrayList<>())
                      .add(tagged.group(3) == null ? "" : sentence(tagged.group(3))));
    }
    return holders;
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".."), 12)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().contains("target"))
          .filter(file -> !file.endsWith("ReliabilityReferenceTest.java"))
          .sorted()
          .toList();
    }
  }

  private static String sentence(String method) {
    return method.replaceAll("(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }
}

package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.config.ConfigBinder;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.ColumnType;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.TableRole;
import dev.skimmer.spi.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The reference of tables names the columns that the code creates, in their order. */
class TablesReferenceTest {
  private static final Path REFERENCE = Path.of("..", "docs", "tables.md");

  /** A line of a table of columns: the name, and the beginning of the type. */
  private static final Pattern LINE = Pattern.compile("(?m)^\\| `(\\w+)` \\| ([A-Z]+)");

  @TestFactory
  Stream<DynamicTest> everyColumnIsDocumentedWithItsType() {
    Connectors connectors =
        Connectors.of(ServiceLoader.load(Source.class), ServiceLoader.load(Destination.class));
    Source<?> source = connectors.sources().get("dragonfly");
    return tables(source).stream()
        .map(table -> DynamicTest.dynamicTest(table.id().toString(), () -> isDocumented(table)));
  }

  private static void isDocumented(TableSchema table) throws IOException {
    String suffix = table.id().name().substring("dragonfly_data".length());
    String section = section("## `<table_name>" + suffix + "`");
    if (table.role() == TableRole.ERRORS) {
      assertThat(section)
          .contains(
              table.columns().stream()
                  .map(Column::name)
                  .collect(Collectors.joining(", ", "`", "`")));
      return;
    }
    assertThat(LINE.matcher(section).results().map(TablesReferenceTest::column))
        .containsExactlyElementsOf(
            table.columns().stream().map(c -> c.name() + " " + inDuckDb(c.type())).toList());
  }

  private static String column(MatchResult line) {
    return line.group(1) + " " + line.group(2);
  }

  private static String section(String heading) throws IOException {
    String text = Files.readString(REFERENCE);
    int begin = text.indexOf(heading);
    assertThat(begin).as(heading).isNotNegative();
    int end = text.indexOf("\n## ", begin);
    return text.substring(begin, end < 0 ? text.length() : end);
  }

  private static <C extends Record> List<TableSchema> tables(Source<C> source) {
    Map<String, String> texts = Map.of("host", "h", "port", "1", "hash_field_expiry", "true");
    return source.layout(ConfigBinder.create(source.configType(), texts)).orElseThrow().tables();
  }

  private static String inDuckDb(ColumnType type) {
    return switch (type) {
      case TEXT -> "VARCHAR";
      case INTEGER -> "BIGINT";
      case DOUBLE -> "DOUBLE";
      case TIMESTAMP -> "TIMESTAMP";
      case FINGERPRINT -> "BLOB";
    };
  }
}

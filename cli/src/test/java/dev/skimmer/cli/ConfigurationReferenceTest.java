package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.config.Property;
import dev.skimmer.engine.SyncOptions;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Source;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps the reference of configuration keys equal to the code. */
class ConfigurationReferenceTest {
  private static final Path REFERENCE = Path.of("..", "docs", "configuration.md");

  @Test
  void theReferenceOfKeysIsWhatTheCodeSays() throws IOException {
    String generated = reference();
    if (Boolean.getBoolean("skimmer.write-docs")) {
      Files.writeString(REFERENCE, generated);
    }
    assertThat(Files.readString(REFERENCE))
        .as("docs/configuration.md; write it anew with -Dtest.jvm.args=-Dskimmer.write-docs=true")
        .isEqualTo(generated);
  }

  private static String reference() {
    Connectors connectors =
        Connectors.of(ServiceLoader.load(Source.class), ServiceLoader.load(Destination.class));
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # Configuration

        A configuration is one flat JSON object. Values may be strings or natural JSON; an empty string means "not set". `${env:NAME}` and `${file:NAME}` are expanded in any value, and `${prompt}` asks on the terminal. A password that is written out instead is used, with a warning. All mistakes are reported at once, and nothing runs before there are none.

        ```json
        {
          "host": "localhost",
          "port": 6379,
          "password": "${env:SHOP_PASSWORD}",
          "key_pattern": "session:*",
          "destination": "duckdb:shop.duckdb"
        }
        ```

        `--set KEY=VALUE` replaces or adds a key on the command line, `--to DESTINATION` replaces `destination`.

        ## Pipeline

        """);
    table(text, PipelineOptions.class, SyncOptions.class);
    connectors
        .sources()
        .forEach(
            (name, source) -> {
              text.append("\n## Source `%s`\n\n".formatted(name));
              table(text, source.configType());
            });
    text.append(
        """

        ## Destinations

        `destination` is a short form such as `duckdb:shop.duckdb`, or an object: `{"type": "duckdb", "path": "shop.duckdb"}`. The keys below are those of the object; the short form takes them as a query: `duckdb:shop.duckdb?memory_limit=1GB`.
        """);
    connectors
        .destinations()
        .forEach(
            (name, destination) -> {
              text.append("\n### `%s`\n\n".formatted(name));
              table(text, destination.configType());
            });
    return text.toString();
  }

  private static void table(StringBuilder text, Class<?>... types) {
    text.append("| Key | Value | Default | Meaning |\n|---|---|---|---|\n");
    for (Class<?> type : types) {
      Arrays.stream(type.getRecordComponents()).forEach(component -> row(text, type, component));
    }
  }

  /** Names the key that stands for this one, too. */
  private static String unless(Class<?> type, Property property) {
    return Arrays.stream(type.getRecordComponents())
        .map(component -> component.getAnnotation(Property.class))
        .filter(other -> List.of(other.replaces()).contains(property.name()))
        .map(other -> ", or `%s`".formatted(other.name()))
        .collect(Collectors.joining());
  }

  private static void row(StringBuilder text, Class<?> type, RecordComponent component) {
    Property property = component.getAnnotation(Property.class);
    boolean optional =
        component.getType() == java.util.Optional.class
            || component.getType() == java.util.Map.class;
    String fallback =
        !property.defaultValue().isEmpty()
            ? "`" + property.defaultValue() + "`"
            : optional ? "" : "**required**" + unless(type, property);
    text.append(
        "| `%s` | %s | %s | %s |%n"
            .formatted(
                property.name(), valueOf(component, property), fallback, property.description()));
  }

  private static String valueOf(RecordComponent component, Property property) {
    Type type = component.getGenericType();
    String name = type.getTypeName();
    if (component.getType().isEnum()) {
      return String.join(
          ", ",
          Arrays.stream(component.getType().getEnumConstants())
              .map(constant -> "`" + constant.toString().toLowerCase(java.util.Locale.ROOT) + "`")
              .toList());
    }
    if (component.getType() == java.util.Map.class) {
      return "object of texts, never printed";
    }
    if (name.contains("Secret") || name.contains("Uri")) {
      return "text, never printed";
    }
    if (name.contains("Duration")) {
      return "time, such as `90s`, `15m`, `1h`, `7d`";
    }
    if (name.contains("Path")) {
      return "path";
    }
    if (name.equals("boolean")) {
      return "`true`, `false`";
    }
    if (name.equals("int") || name.equals("long") || name.contains("Integer")) {
      return property.max() == Long.MAX_VALUE ? "number" : property.min() + " to " + property.max();
    }
    return "text";
  }
}

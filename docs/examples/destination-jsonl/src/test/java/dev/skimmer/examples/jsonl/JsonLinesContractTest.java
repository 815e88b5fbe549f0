package dev.skimmer.examples.jsonl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.spi.Column;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Fingerprint;
import dev.skimmer.spi.Row;
import dev.skimmer.spi.TableId;
import dev.skimmer.spi.TableSchema;
import dev.skimmer.testkit.ChildSession;
import dev.skimmer.testkit.DestinationContract;
import dev.skimmer.testkit.SessionOpener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesContractTest extends DestinationContract {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Override
  public Destination.Session open() {
    return open(file());
  }

  @Override
  public ChildSession child() {
    return new ChildSession(Opener.class, List.of(file().toString()));
  }

  /** Opens the file of a test in another JVM. */
  static final class Opener implements SessionOpener {
    @Override
    public Destination.Session open(List<String> arguments) {
      return JsonLinesContractTest.open(Path.of(arguments.get(0)));
    }
  }

  private static Destination.Session open(Path file) {
    return new JsonLinesDestination().open(new JsonLinesDestination.Config(file), Context.system());
  }

  private Path file() {
    return folder.resolve("contract.jsonl");
  }

  @Override
  public List<Row> readBack(TableSchema schema) {
    return lines()
        .filter(line -> line.path("row").asText().equals(schema.id().name()))
        .map(line -> row(schema, line.get("values")))
        .toList();
  }

  private static Row row(TableSchema schema, JsonNode values) {
    return Row.of(schema.columns().stream().map(c -> value(c, values.get(c.name()))).toArray());
  }

  private static Object value(Column column, JsonNode value) {
    if (value == null) {
      return null;
    }
    return switch (column.type()) {
      case TEXT -> value.textValue();
      case INTEGER -> value.longValue();
      case DOUBLE -> value.doubleValue();
      case TIMESTAMP -> Instant.parse(value.textValue());
      case FINGERPRINT -> Fingerprint.ofHex(value.textValue());
    };
  }

  @Override
  public void createForeignTable(TableId id) {
    write(
        JSON.createObjectNode()
            .put("table", id.name())
            .set("columns", JSON.createObjectNode().put("note", "TEXT"))
            .toString());
  }

  @Override
  public void dropColumn(TableSchema schema, String column) {
    StringBuilder text = new StringBuilder();
    for (JsonNode line : lines().toList()) {
      if (line.path("table").asText().equals(schema.id().name())) {
        ((ObjectNode) line.get("columns")).remove(column);
      } else if (line.path("row").asText().equals(schema.id().name())) {
        ((ObjectNode) line.get("values")).remove(column);
      }
      text.append(line).append('\n');
    }
    write(text.toString());
  }

  /** JSON has no NaN. */
  @Override
  public boolean keepsNaN() {
    return false;
  }

  /** JSON has no infinity. */
  @Override
  public boolean keepsInfinity() {
    return false;
  }

  private Stream<JsonNode> lines() {
    try {
      return Files.readAllLines(file()).stream().map(JsonLinesContractTest::parse);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String text) {
    try {
      Files.writeString(file(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

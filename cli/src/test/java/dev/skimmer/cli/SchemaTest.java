package dev.skimmer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.skimmer.config.FlatJson;
import dev.skimmer.config.References;
import dev.skimmer.spi.ConnectorException;
import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** The schema takes a configuration where the command line does, and refuses it where that does. */
class SchemaTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern JSON_BLOCK =
      Pattern.compile("```json\\n(\\{.*?)```", Pattern.DOTALL);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Connectors CONNECTORS =
      Connectors.of(ServiceLoader.load(Source.class), ServiceLoader.load(Destination.class));
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(ConfigurationSchema.of(CONNECTORS));
  private static final References REFERENCES =
      new References(
          Map.of("SHOP_PASSWORD", "secret", "PORT", "6379"), key -> java.util.Optional.of("x"));

  private static final List<String> GOOD =
      List.of(
          "{'host': 'localhost', 'port': 6379}",
          "{'host': 'localhost', 'port': '6379'}",
          "{'host': 'localhost', 'port': ' 6379 '}",
          "{'uri': 'redis://localhost:6379/0'}",
          "{'uri': 'redis-sentinel://s1,s2#shop', 'sentinel_password': '${env:SHOP_PASSWORD}'}",
          "{'uri': 'redis://localhost', 'password': null, 'ssl': ''}",
          "{'uri': '', 'host': 'localhost', 'port': 6379}",
          "{'uri': null, 'host': 'localhost', 'port': 6379}",
          "{'host': 'localhost', 'port': '${env:PORT}'}",
          "{'host': 'localhost', 'port': 6379, 'password': '${env:SHOP_PASSWORD}'}",
          "{'host': 'localhost', 'port': 6379, 'password': ''}",
          "{'host': 'localhost', 'port': 6379, 'password': null}",
          "{'host': 'localhost', 'port': 6379, 'batch_size': ''}",
          "{'host': 'localhost', 'port': 6379, 'batch_size': null}",
          "{'host': 'localhost', 'port': 6379, 'ssl': true}",
          "{'host': 'localhost', 'port': 6379, 'ssl': 'True'}",
          "{'host': 'localhost', 'port': 6379, 'database': 3}",
          "{'host': 'localhost', 'port': 6379, 'database': '0,3,7'}",
          "{'host': 'localhost', 'port': 6379, 'timeseries_lookback': '90s'}",
          "{'host': 'localhost', 'port': 6379, 'on_unsupported': 'skip'}",
          "{'host': 'localhost', 'port': 6379, 'source': 'dragonfly'}",
          "{'host': 'localhost', 'port': 6379, 'destination': 'duckdb:a.duckdb'}",
          "{'host': 'localhost', 'port': 6379, 'destination': ''}",
          "{'host': 'localhost', 'port': 6379, 'destination': {'type': 'duckdb', 'path': 'a', 'threads': 2}}",
          "{'host': 'localhost', 'port': 6379, 'destination.type': 'duckdb', 'destination.path': 'a'}",
          "{'host': 'localhost', 'port': 6379, 'destination': {'type': 'jdbc', 'url': 'jdbc:h2:mem:a', 'properties': {'a': 'b', 'c': 1}}}");

  private static final List<String> BAD =
      List.of(
          "{}",
          "{'host': 'localhost'}",
          "{'uri': ''}",
          "{'uri': null, 'host': 'localhost'}",
          "{'uri': 'redis://localhost', 'host': 'localhost', 'port': 6379}",
          "{'uri': 'redis://localhost', 'ssl': true}",
          "{'host': '', 'port': 6379}",
          "{'host': 'localhost', 'port': null}",
          "{'host': 'localhost', 'port': 0}",
          "{'host': 'localhost', 'port': 65536}",
          "{'host': 'localhost', 'port': 'many'}",
          "{'host': 'localhost', 'port': 6379, 'prot': 1}",
          "{'host': 'localhost', 'port': 6379, 'batch_size': 0}",
          "{'host': 'localhost', 'port': 6379, 'batch_size': [1]}",
          "{'host': 'localhost', 'port': 6379, 'ssl': 'yes'}",
          "{'host': 'localhost', 'port': 6379, 'timeseries_lookback': 90}",
          "{'host': 'localhost', 'port': 6379, 'timeseries_lookback': '90 weeks'}",
          "{'host': 'localhost', 'port': 6379, 'on_unsupported': 'never'}",
          "{'host': 'localhost', 'port': 6379, 'source': 'redis'}",
          "{'host': 'localhost', 'port': 6379, 'destination': 'oracle'}",
          "{'host': 'localhost', 'port': 6379, 'destination': {'type': 'nothing'}}",
          "{'host': 'localhost', 'port': 6379, 'destination': {'path': 'a'}}",
          "{'host': 'localhost', 'port': 6379, 'destination': {'type': 'duckdb'}}",
          "{'host': 'localhost', 'port': 6379, 'destination': {'type': 'duckdb', 'path': 'a', 'color': 1}}");

  @TestFactory
  Stream<DynamicTest> bothTakeTheSame() {
    return each(
        GOOD,
        text -> {
          assertThat(isAccepted(text)).as("by the command line").isTrue();
          assertThat(problems(text)).as("by the schema").isEmpty();
        });
  }

  @TestFactory
  Stream<DynamicTest> bothRefuseTheSame() {
    return each(
        BAD,
        text -> {
          assertThat(isAccepted(text)).as("by the command line").isFalse();
          assertThat(problems(text)).as("by the schema").isNotEmpty();
        });
  }

  private static Stream<DynamicTest> each(List<String> texts, ThrowingConsumer<String> test) {
    return texts.stream()
        .map(text -> text.replace('\'', '"'))
        .map(text -> DynamicTest.dynamicTest(text, () -> test.accept(text)));
  }

  @TestFactory
  Stream<DynamicTest> theSchemaTakesEveryWholeExampleOfTheDocumentation() throws IOException {
    List<String> examples = new ArrayList<>();
    for (String page :
        List.of("configuration.md", "connecting.md", "jdbc.md", "snowflake.md", "security.md")) {
      JSON_BLOCK
          .matcher(Files.readString(DOCS.resolve(page)))
          .results()
          .map(match -> match.group(1))
          .filter(text -> text.contains("\"host\"") || text.contains("\"uri\""))
          .forEach(examples::add);
    }
    assertThat(examples).isNotEmpty();
    return examples.stream()
        .map(
            text ->
                DynamicTest.dynamicTest(
                    text.lines().skip(1).findFirst().orElse(text),
                    () -> assertThat(problems(text)).isEmpty()));
  }

  @Test
  void theCommandPrintsTheSchemaAndDescribesEveryKey() throws IOException {
    CliRun run = CliRun.of("schema");
    assertThat(run.exitCode()).isZero();
    JsonNode schema = JSON.readTree(run.out());
    assertThat(schema).isEqualTo(JSON.readTree(ConfigurationSchema.of(CONNECTORS).toString()));
    JsonNode port = schema.at("/allOf/0/then/properties/port");
    assertThat(port.get("description").asText()).isNotBlank();
    assertThat(schema.at("/properties/checkpoint_records/default").asText()).isEqualTo("1000");
    assertThat(schema.at("/allOf/0/then/properties/password/writeOnly").asBoolean()).isTrue();
  }

  private static List<?> problems(String text) throws IOException {
    return SCHEMA.validate(JSON.readTree(text));
  }

  private static boolean isAccepted(String text) {
    try {
      new ConfigurationReader(CONNECTORS, REFERENCES)
          .read("the test", FlatJson.read("the test", text), Map.of());
      return true;
    } catch (ConnectorException e) {
      return false;
    }
  }
}

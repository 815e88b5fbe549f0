package dev.skimmer.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skimmer.cli.text.Json;
import dev.skimmer.config.PropertySchema;
import dev.skimmer.engine.SyncOptions;

/** Describes a whole configuration in JSON Schema, with the connectors that are there. */
final class ConfigurationSchema {
  private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
  private static final String SOURCE = "source";
  private static final String DESTINATION = "destination";

  private ConfigurationSchema() {}

  static ObjectNode of(Connectors connectors) {
    ObjectNode schema = Json.object();
    schema.put("$schema", DRAFT);
    schema.put("title", "Configuration of Skimmer");
    schema.put("type", "object");
    schema.putObject("properties");
    PropertySchema.describe(PipelineOptions.class, schema);
    PropertySchema.describe(SyncOptions.class, schema);
    describeDestination(schema, connectors);
    describeSource(schema, connectors);
    // Somebody may write the keys of the object with a dot instead.
    schema.putObject("patternProperties").putObject("^destination\\.");
    schema.put("unevaluatedProperties", false);
    return schema;
  }

  /** Which other keys there are depends on the source. */
  private static void describeSource(ObjectNode schema, Connectors connectors) {
    ObjectNode name = schema.withObject("/properties/" + SOURCE);
    String fallback = name.get("default").asText();
    name.remove("anyOf");
    ArrayNode names = name.putArray("enum");
    connectors.sources().keySet().forEach(names::add);
    ArrayNode cases = schema.putArray("allOf");
    connectors
        .sources()
        .forEach(
            (source, connector) -> {
              ObjectNode rule = cases.addObject();
              ObjectNode condition = rule.putObject("if");
              condition.putObject("properties").putObject(SOURCE).put("const", source);
              if (!source.equals(fallback)) {
                condition.putArray("required").add(SOURCE);
              }
              PropertySchema.describe(Connectors.configOf(connector), rule.putObject("then"));
            });
  }

  private static void describeDestination(ObjectNode schema, Connectors connectors) {
    ObjectNode destination = schema.withObject("/properties/" + DESTINATION);
    ArrayNode forms = destination.putArray("anyOf");
    String words = String.join("|", connectors.destinations().keySet());
    forms.addObject().put("type", "string").put("pattern", "^(" + words + "):|\\$\\{|^$");
    forms.addObject().put("type", "null");
    connectors
        .destinations()
        .forEach(
            (name, connector) -> {
              ObjectNode object = forms.addObject().put("type", "object");
              object.withObject("/properties/type").put("const", name);
              object.withArray("/required").add("type");
              PropertySchema.describe(Connectors.configOf(connector), object);
              object.put("additionalProperties", false);
            });
  }
}

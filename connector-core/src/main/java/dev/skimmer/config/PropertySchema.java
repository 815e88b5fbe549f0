package dev.skimmer.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * Describes configuration records in JSON Schema (draft 2020-12), for editors and other programs. A
 * value may be natural JSON or its text, a reference such as <code>${env:NAME}</code>, and, where
 * it is not required, an empty text or null for "not set". Bounds of a number that is written as a
 * text are not described.
 */
public final class PropertySchema {
  private static final String REFERENCE = "\\$\\{";
  private static final String UNSET = "^$";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private PropertySchema() {}

  /**
   * Adds the keys of a record to a schema of an object.
   *
   * @param object gets members of {@code properties}, and of {@code required} where a key is; where
   *     a {@link Compound} may stand for some of them, {@code anyOf} says that either is given
   */
  public static void describe(Class<? extends Record> type, ObjectNode object) {
    ObjectNode properties = object.withObject("/properties");
    for (RecordComponent component : type.getRecordComponents()) {
      PropertyReader reader = new PropertyReader(component, Set.of());
      Property property = component.getAnnotation(Property.class);
      properties.set(property.name(), describe(reader, property));
      if (reader.isRequired()) {
        object.withArray("/required").add(property.name());
      }
    }
    for (RecordComponent component : type.getRecordComponents()) {
      PropertyReader reader = new PropertyReader(component, Set.of());
      if (!reader.replaces().isEmpty()) {
        addAlternatives(reader, object);
      }
    }
  }

  /** Lets a compound be given instead of the keys for which it stands, and not beside them. */
  private static void addAlternatives(PropertyReader compound, ObjectNode object) {
    ArrayNode anyOf = object.withArray("/anyOf");
    ObjectNode whole = anyOf.addObject();
    whole.putArray("required").add(compound.name());
    ObjectNode alone = whole.putObject("properties");
    alone.putObject(compound.name()).put("type", "string").put("minLength", 1);
    compound.replaces().forEach(key -> alone.set(key, unset()));
    ObjectNode parts = anyOf.addObject();
    parts.putObject("properties").set(compound.name(), unset());
    ArrayNode always = object.withArray("/required");
    for (int i = always.size() - 1; i >= 0; i--) {
      if (compound.replaces().contains(always.get(i).asText())) {
        parts.withArray("/required").insert(0, always.remove(i));
      }
    }
  }

  private static ObjectNode unset() {
    ObjectNode schema = JSON.objectNode();
    schema.putArray("enum").add("").addNull();
    return schema;
  }

  private static ObjectNode describe(PropertyReader reader, Property property) {
    ObjectNode schema = JSON.objectNode();
    schema.put("description", property.description());
    if (reader.isSecret()) {
      schema.put("writeOnly", true);
    } else if (!property.defaultValue().isEmpty()) {
      schema.put("default", property.defaultValue());
    }
    if (!property.example().isEmpty()) {
      schema.putArray("examples").add(property.example());
    }
    addValue(schema, reader, property);
    return schema;
  }

  private static void addValue(ObjectNode schema, PropertyReader reader, Property property) {
    if (reader.isOpenGroup()) {
      schema.putArray("type").add("object").add("null");
      schema.set("additionalProperties", scalar());
      return;
    }
    Class<?> type = reader.valueType();
    ArrayNode anyOf = schema.putArray("anyOf");
    if (isNumber(type)) {
      ObjectNode number = anyOf.addObject().put("type", "integer");
      if (property.min() != Long.MIN_VALUE) {
        number.put("minimum", property.min());
      }
      if (property.max() != Long.MAX_VALUE) {
        number.put("maximum", property.max());
      }
      addText(anyOf, reader, "^\\s*[-+]?[0-9]+\\s*$|");
    } else if (type == boolean.class || type == Boolean.class) {
      anyOf.addObject().put("type", "boolean");
      addText(anyOf, reader, "^\\s*([tT][rR][uU][eE]|[fF][aA][lL][sS][eE])\\s*$|");
    } else if (type == Duration.class) {
      addText(anyOf, reader, "^\\s*[0-9]{1,9} ?(s|m|h|d)\\s*$|");
    } else if (type.isEnum()) {
      ArrayNode words = anyOf.addObject().putArray("enum");
      for (Object constant : type.getEnumConstants()) {
        words.add(((Enum<?>) constant).name().toLowerCase(Locale.ROOT));
      }
      addText(anyOf, reader, "");
    } else {
      addAnyText(anyOf, reader, type);
    }
    if (!reader.isRequired()) {
      anyOf.addObject().put("type", "null");
    }
  }

  /** Adds a text of a certain form, and what may stand for one. */
  private static void addText(ArrayNode anyOf, PropertyReader reader, String form) {
    String pattern = form + REFERENCE + (reader.isRequired() ? "" : "|" + UNSET);
    anyOf.addObject().put("type", "string").put("pattern", pattern);
  }

  /** A text may also be written as a number, unless that is a mistake: a path or secret. */
  private static void addAnyText(ArrayNode anyOf, PropertyReader reader, Class<?> type) {
    ObjectNode text = anyOf.addObject().put("type", "string");
    if (reader.isRequired()) {
      text.put("minLength", 1);
    }
    if (type != Path.class) {
      anyOf.addObject().putArray("type").add("number").add("boolean");
    }
  }

  private static boolean isNumber(Class<?> type) {
    return type == int.class || type == Integer.class || type == long.class || type == Long.class;
  }

  private static ObjectNode scalar() {
    ObjectNode scalar = JSON.objectNode();
    scalar.putArray("type").add("string").add("number").add("boolean").add("null");
    return scalar;
  }
}

package dev.skimmer.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns the text of one property into the value of a record component. */
final class PropertyReader {
  private final RecordComponent component;
  private final Property property;
  private final boolean referred;
  private final boolean optional;
  private final Class<?> type;

  /**
   * Creates a reader.
   *
   * @param referred the keys whose text was behind a reference, and may be a secret in a wrong
   *     place
   */
  PropertyReader(RecordComponent component, Set<String> referred) {
    this.component = component;
    this.property = component.getAnnotation(Property.class);
    if (property == null) {
      throw new IllegalArgumentException("No @Property on record component " + component);
    }
    if (component.getType() == Map.class
        && argumentOf(component.getGenericType(), 1) != Secret.class) {
      throw new IllegalArgumentException("The values of an open group are secrets: " + component);
    }
    this.referred = referred.contains(property.name());
    this.optional = component.getType() == Optional.class;
    this.type = optional ? argumentOf(component.getGenericType(), 0) : component.getType();
  }

  String name() {
    return property.name();
  }

  Class<?> componentType() {
    return component.getType();
  }

  /** Returns the class of the value, without the Optional around it. */
  Class<?> valueType() {
    return type;
  }

  /** Returns whether a value has to be given. */
  boolean isRequired() {
    return !optional && !isOpenGroup() && property.defaultValue().isEmpty();
  }

  /** Returns whether the component takes every key behind its name and a dot. */
  boolean isOpenGroup() {
    return type == Map.class;
  }

  boolean isSecret() {
    return type == Secret.class;
  }

  /** Returns the keys that must not be given together with this one. */
  List<String> replaces() {
    return List.of(property.replaces());
  }

  String prefix() {
    return name() + ".";
  }

  boolean takes(String key) {
    return key.equals(name()) || (isOpenGroup() && key.startsWith(prefix()));
  }

  /** Returns the values of an open group by what stands behind the prefix. */
  Map<String, Secret> readGroup(Map<String, String> values, Problems problems) {
    if (!values.getOrDefault(name(), "").isEmpty()) {
      problems.add("%s: must be an object, such as {\"name\": \"value\"}".formatted(name()));
    }
    Map<String, Secret> group = new LinkedHashMap<>();
    values.forEach(
        (key, text) -> {
          if (key.startsWith(prefix())) {
            group.put(key.substring(prefix().length()), Secret.of(text));
          }
        });
    return group;
  }

  /** Returns the value; what is wrong with the text becomes a problem, and the value is null. */
  Object read(Optional<String> given, Problems problems) {
    Optional<String> text =
        given
            .filter(value -> !value.isEmpty())
            .or(() -> Optional.of(property.defaultValue()))
            .filter(value -> !value.isEmpty());
    if (text.isEmpty()) {
      if (!optional) {
        problems.add("%s: is required: %s".formatted(name(), property.description()));
      }
      return optional ? Optional.empty() : null;
    }
    Object value = parse(text.get(), problems);
    return optional ? Optional.ofNullable(value) : value;
  }

  private Object parse(String text, Problems problems) {
    if (type == String.class) {
      return text;
    }
    if (type == Secret.class) {
      return Secret.of(text);
    }
    if (type == int.class || type == Integer.class) {
      Long number = parseNumber(text, Integer.MIN_VALUE, Integer.MAX_VALUE, problems);
      return number == null ? null : number.intValue();
    }
    if (type == long.class || type == Long.class) {
      return parseNumber(text, Long.MIN_VALUE, Long.MAX_VALUE, problems);
    }
    if (type == boolean.class || type == Boolean.class) {
      return parseBoolean(text, problems);
    }
    if (type == Path.class) {
      return parsePath(text, problems);
    }
    if (type == Duration.class) {
      return parseDuration(text, problems);
    }
    if (type.isEnum()) {
      return parseConstant(text, problems);
    }
    return parseByItsType(text, problems);
  }

  private Object parseByItsType(String text, Problems problems) {
    try {
      return type.getMethod("parse", String.class).invoke(null, text);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException invalid) {
        problems.add(
            "%s: %s"
                .formatted(
                    name(),
                    isShown() ? invalid.getMessage() : "the text behind its reference is refused"));
        return null;
      }
      throw new IllegalStateException("The method parse of " + type + " failed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("A configuration cannot hold a " + type, e);
    }
  }

  private boolean isShown() {
    return !referred || Compound.class.isAssignableFrom(type);
  }

  private Long parseNumber(String text, long lowest, long highest, Problems problems) {
    long min = Math.max(property.min(), lowest);
    long max = Math.min(property.max(), highest);
    try {
      long number = Long.parseLong(text.strip());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, with the same words as a number that is out of bounds.
    }
    problems.add(
        "%s: must be a whole number %s, but is %s".formatted(name(), range(min, max), shown(text)));
    return null;
  }

  private static String range(long min, long max) {
    if (max == Long.MAX_VALUE || max == Integer.MAX_VALUE) {
      return "from " + min + " on";
    }
    return "from " + min + " to " + max;
  }

  private Boolean parseBoolean(String text, Problems problems) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> {
        problems.add("%s: must be true or false, but is %s".formatted(name(), shown(text)));
        yield null;
      }
    };
  }

  private Path parsePath(String text, Problems problems) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      problems.add("%s: is no path: %s".formatted(name(), e.getReason()));
      return null;
    }
  }

  private Duration parseDuration(String text, Problems problems) {
    Optional<Duration> duration = Durations.parse(text.strip());
    if (duration.isEmpty()) {
      problems.add(
          "%s: must be a time such as 90s, 15m, 1h or 7d, but is %s"
              .formatted(name(), shown(text)));
    }
    return duration.orElse(null);
  }

  private Object parseConstant(String text, Problems problems) {
    for (Object constant : type.getEnumConstants()) {
      if (word(constant).equals(text.strip())) {
        return constant;
      }
    }
    problems.add(
        "%s: must be one of %s, but is %s"
            .formatted(
                name(),
                Arrays.stream(type.getEnumConstants())
                    .map(PropertyReader::word)
                    .collect(Collectors.joining(", ")),
                shown(text)));
    return null;
  }

  private String shown(String text) {
    return referred ? "what its reference stands for" : '"' + text + '"';
  }

  private static String word(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
  }

  private static Class<?> argumentOf(Type generic, int position) {
    return (Class<?>) ((ParameterizedType) generic).getActualTypeArguments()[position];
  }
}

package dev.skimmer.config;

import dev.skimmer.spi.ConnectorException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Binds one flat document to several records, each of which takes the keys that it names. Collects
 * problems instead of stopping at the first. Not safe for concurrent use.
 */
public final class ConfigBinder {
  private static final Pattern PLACEHOLDER = Pattern.compile("<[^<>]*>");

  private final String document;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> openGroups = new LinkedHashSet<>();
  private final Set<String> broken = new LinkedHashSet<>();
  private final Set<String> secrets = new LinkedHashSet<>();
  private final Set<String> referred = new LinkedHashSet<>();
  private final Map<String, String> texts;
  private final Map<String, Set<String>> written = new LinkedHashMap<>();
  private final Map<String, ConfigBinder> groups = new LinkedHashMap<>();
  private final Problems problems = new Problems();

  /**
   * Creates a binder.
   *
   * @param document what the problems are said to be in, such as the name of a file
   * @param texts the document's keys and values, references not yet expanded
   * @param references expands them
   */
  public ConfigBinder(String document, Map<String, String> texts, References references) {
    this.document = document;
    this.texts = Map.copyOf(texts);
    texts.forEach((key, text) -> accept(key, text, references));
  }

  /**
   * Creates one record from texts without references: for programs that embed a connector.
   *
   * @throws ConnectorException with {@code CONFIG_INVALID} that names every problem
   */
  public static <C extends Record> C create(Class<C> type, Map<String, String> texts) {
    ConfigBinder binder = new ConfigBinder(type.getSimpleName(), texts, References.NONE);
    Binding<C> binding = binder.bind(type);
    binder.finish();
    return binding.value();
  }

  /** Adds a problem that the caller has found. */
  public void problem(String text) {
    problems.add(text);
  }

  /** Returns the text of a key, references expanded; empty where there is none. */
  public Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).filter(text -> !text.isEmpty());
  }

  /**
   * Returns a binder of a group of keys of its own, whose problems {@link #finish()} of this one
   * reports too.
   *
   * @param prefix what problems put before a key of the group, such as {@code destination.}
   */
  public ConfigBinder nested(String prefix, Map<String, String> texts, References references) {
    ConfigBinder group = new ConfigBinder(document, texts, references);
    groups.put(prefix, group);
    return group;
  }

  /** Creates a record from the keys that it names. */
  public <C extends Record> Binding<C> bind(Class<C> type) {
    List<PropertyReader> readers =
        Arrays.stream(type.getRecordComponents())
            .map(component -> new PropertyReader(component, referred))
            .toList();
    Problems found = new Problems();
    List<Object> arguments = new ArrayList<>();
    for (PropertyReader reader : readers) {
      arguments.add(read(reader, found));
    }
    found.all().stream().filter(text -> !text.isEmpty()).forEach(problems::add);
    return new Binding<>(found.isEmpty() ? construct(type, readers, arguments) : Optional.empty());
  }

  private Object read(PropertyReader reader, Problems found) {
    names.add(reader.name());
    if (reader.isSecret()) {
      secrets.add(reader.name());
    }
    if (reader.isOpenGroup()) {
      openGroups.add(reader.prefix());
    }
    if (broken.stream().anyMatch(reader::takes)) {
      broken.addAll(reader.replaces());
      found.add("");
      return null;
    }
    if (reader.isOpenGroup()) {
      return reader.readGroup(values, found);
    }
    requireAlone(reader, found);
    Object value = reader.read(Optional.ofNullable(values.get(reader.name())), found);
    expand(reader, value);
    return value;
  }

  /** Makes sure that nothing is said twice, and perhaps in two ways. */
  private void requireAlone(PropertyReader reader, Problems found) {
    List<String> others = reader.replaces().stream().filter(key -> text(key).isPresent()).toList();
    if (text(reader.name()).isPresent() && !others.isEmpty()) {
      others.forEach(
          key ->
              found.add(
                  "%s: says what %s says, too; give one of them, not both"
                      .formatted(reader.name(), key)));
      values.put(reader.name(), "");
      // Which of them counts is not known, so nothing is said of those that neither gives.
      broken.addAll(reader.replaces());
    }
  }

  /** Lets a compound stand for the keys that it replaces. */
  private void expand(PropertyReader reader, Object value) {
    if (value instanceof Optional<?> given && given.orElse(null) instanceof Compound compound) {
      values.putAll(compound.texts());
      written.put(reader.name(), WrittenParts.of(reader, texts.getOrDefault(reader.name(), "")));
      referred.addAll(compound.texts().keySet());
      if (compound.holdsSecret()) {
        secrets.add(reader.name());
      }
    } else if (text(reader.name()).isPresent()) {
      broken.addAll(reader.replaces());
    }
  }

  /** Returns whether the secret of a key, or all secrets of a compound, are behind references. */
  private boolean isReferred(String key) {
    return referred.contains(key)
        && written.getOrDefault(key, Set.of()).stream().noneMatch(secrets::contains);
  }

  /** Returns the keys whose secrets stand in the document as they are, not by reference. */
  public List<String> literalSecrets() {
    List<String> keys = new ArrayList<>(secrets);
    keys.removeIf(key -> isReferred(key) || text(key).isEmpty());
    groups.forEach(
        (prefix, group) -> {
          // The short form is one text: what it referred to was expanded before it became a group.
          if (!referred.contains(prefix.substring(0, prefix.length() - 1))) {
            group.literalSecrets().forEach(key -> keys.add(prefix + key));
          }
        });
    return keys;
  }

  /**
   * Ends the binding.
   *
   * @throws ConnectorException with {@code CONFIG_INVALID} that names every problem, keys that no
   *     record has taken among them
   */
  public void finish() {
    collectUnknownKeys();
    groups.forEach(
        (prefix, group) -> {
          group.collectUnknownKeys();
          group.problems.all().forEach(problem -> problems.add(prefix + problem));
        });
    problems.throwIfAny(document);
  }

  private void collectUnknownKeys() {
    for (String key : values.keySet()) {
      if (!names.contains(key) && openGroups.stream().noneMatch(key::startsWith)) {
        problems.add(
            "%s: is not a configuration key%s"
                .formatted(
                    key,
                    NearestName.of(key, names)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("; the keys are " + String.join(", ", names))));
      }
    }
  }

  private void accept(String key, String text, References references) {
    if (PLACEHOLDER.matcher(text.strip()).matches()) {
      problems.add(
          "%s: still holds the placeholder %s; write your own value there"
              .formatted(key, text.strip()));
      broken.add(key);
    }
    int before = problems.all().size();
    String expanded = references.expand(key, text, problems);
    if (problems.all().size() > before) {
      broken.add(key);
    }
    if (!expanded.equals(text)) {
      referred.add(key);
    }
    values.put(key, expanded);
  }

  private <C extends Record> Optional<C> construct(
      Class<C> type, List<PropertyReader> readers, List<Object> arguments) {
    try {
      Constructor<C> constructor =
          type.getDeclaredConstructor(
              readers.stream().map(PropertyReader::componentType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance(arguments.toArray()));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException invalid) {
        problems.add(invalid.getMessage());
        return Optional.empty();
      }
      throw new IllegalStateException("The constructor of " + type + " failed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot construct " + type, e);
    }
  }
}

package dev.skimmer.cli;

import dev.skimmer.config.Property;
import dev.skimmer.config.Secret;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of a source's configuration, as far as a first configuration is about them.
 *
 * @param components of the record that the source is configured by
 */
record ConfigurationKeys(List<RecordComponent> components) {
  /** Worth a question although they may be left out. */
  private static final Set<String> ASKED =
      Set.of("username", "password", "database", "ssl", "key_pattern");

  static ConfigurationKeys of(Class<? extends Record> type) {
    return new ConfigurationKeys(
        Arrays.stream(type.getRecordComponents())
            .filter(component -> component.isAnnotationPresent(Property.class))
            .toList());
  }

  /** Returns the keys to ask for, given that some are known. */
  List<Property> asked(Set<String> known) {
    List<String> replaced =
        components.stream()
            .map(ConfigurationKeys::property)
            .filter(property -> known.contains(property.name()))
            .flatMap(property -> Arrays.stream(property.replaces()))
            .toList();
    return components.stream()
        .filter(component -> isRequired(component) || ASKED.contains(property(component).name()))
        .map(ConfigurationKeys::property)
        .filter(property -> !replaced.contains(property.name()))
        .toList();
  }

  boolean isSecret(String key) {
    return component(key)
        .map(component -> component.getGenericType().getTypeName())
        .filter(type -> type.contains(Secret.class.getName()))
        .isPresent();
  }

  /** Returns whether JSON has a form of its own for the values of a key. */
  boolean isNatural(String key) {
    return component(key)
        .map(RecordComponent::getType)
        .filter(type -> type == int.class || type == long.class || type == boolean.class)
        .isPresent();
  }

  private Optional<RecordComponent> component(String key) {
    return components.stream().filter(each -> property(each).name().equals(key)).findFirst();
  }

  private static boolean isRequired(RecordComponent component) {
    return component.getType() != Optional.class && property(component).defaultValue().isEmpty();
  }

  private static Property property(RecordComponent component) {
    return component.getAnnotation(Property.class);
  }
}

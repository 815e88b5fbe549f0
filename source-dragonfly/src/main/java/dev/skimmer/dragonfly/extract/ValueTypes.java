package dev.skimmer.dragonfly.extract;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The types that can be read. Immutable. */
public final class ValueTypes {
  private final Map<String, ValueType> byName = new TreeMap<>();

  /** Creates all types, with strings of at most {@code maxValueBytes}. */
  public ValueTypes(long maxValueBytes) {
    List.of(
            new StringType(maxValueBytes),
            new HashType(),
            new ListType(),
            new SetType(),
            new SortedSetType())
        .forEach(type -> byName.put(type.name(), type));
  }

  /** Returns the names of all types, in order. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** Returns the names of all commands that reading needs. */
  public List<String> commands() {
    return byName.values().stream()
        .flatMap(type -> List.of(type.read().name(), type.length().name()).stream())
        .distinct()
        .toList();
  }

  Optional<ValueType> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}

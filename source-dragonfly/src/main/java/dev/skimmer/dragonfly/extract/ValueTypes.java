package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The types that can be read. Immutable. */
public final class ValueTypes {
  private final Map<String, ValueType> byName = new TreeMap<>();
  private final Map<String, ValueType> byWord = new TreeMap<>();

  private final boolean stringsByDigest;

  /**
   * Creates all types, with strings of at most {@code maxValueBytes}.
   *
   * @param stringsByDigest whether strings are told apart by the digests that servers tell
   */
  public ValueTypes(long maxValueBytes, boolean stringsByDigest) {
    this.stringsByDigest = stringsByDigest;
    List.of(
            new StringType(maxValueBytes, stringsByDigest),
            new HashType(),
            new ListType(),
            new SetType(),
            new SortedSetType(),
            new JsonType(),
            InfoType.bloom(),
            InfoType.cuckoo(),
            InfoType.countMinSketch(),
            InfoType.topK(),
            InfoType.tDigest(),
            new TimeSeriesType(),
            new StreamType())
        .forEach(
            type -> {
              byName.put(type.name(), type);
              byWord.put(type.word(), type);
            });
  }

  /** Returns whether strings are told apart by the digests that servers tell. */
  boolean stringsByDigest() {
    return stringsByDigest;
  }

  /** Returns the names of all types, in order. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** Returns the name of a type in the table; that is the server's word where it is unknown. */
  public String nameOf(String word) {
    return find(word).map(ValueType::name).orElse(word);
  }

  /** Returns the command that tells the size of a key of a type, where there is one. */
  public Optional<CommandTemplate> lengthCommand(String word) {
    return find(word).flatMap(ValueType::length);
  }

  /** Finds a type by its name in the table, or by the server's word for it. */
  Optional<ValueType> find(String name) {
    return Optional.ofNullable(byName.get(name)).or(() -> Optional.ofNullable(byWord.get(name)));
  }
}

package dev.skimmer.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skimmer.config.ConfigBinder;
import dev.skimmer.spi.Context;
import dev.skimmer.spi.Delete;
import dev.skimmer.spi.Operation;
import dev.skimmer.spi.Source;
import dev.skimmer.spi.Upsert;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Keys that the contract of sources writes, and how it opens a source. */
final class ContractKeys {
  private ContractKeys() {}

  static byte[] key(int number) {
    return ("key " + number).getBytes(UTF_8);
  }

  static byte[] key(String text) {
    return text.getBytes(UTF_8);
  }

  /** Writes the keys of a range of numbers, each with a value of its own. */
  static void fill(SourceHarness harness, int from, int to) {
    IntStream.range(from, to).forEach(i -> harness.put(key(i), "value " + i));
  }

  /** Returns the texts of the keys of a range of numbers. */
  static Set<String> texts(SourceHarness harness, int from, int to) {
    Set<String> texts = new TreeSet<>();
    IntStream.range(from, to).forEach(i -> texts.add(harness.keyText(key(i))));
    return texts;
  }

  /** Returns the bytes of one of the keys of a range that is filled, by its text. */
  static byte[] keyOf(SourceHarness harness, String text) {
    return IntStream.range(0, SourceHarness.KEYS)
        .mapToObj(ContractKeys::key)
        .filter(key -> harness.keyText(key).equals(text))
        .findFirst()
        .orElseThrow();
  }

  /** Opens a session with the configuration of the running test. */
  static Source.Session open(SourceHarness harness) {
    return open(harness.source(), harness.configuration(), Context.system());
  }

  /** Opens a session as the command line does: from texts. */
  static <C extends Record> Source.Session open(
      Source<C> source, Map<String, String> texts, Context context) {
    return source.open(ConfigBinder.create(source.configType(), texts), context);
  }

  static List<String> deleted(SourceCopy copy, List<Operation> operations) {
    return operations.stream()
        .filter(Delete.class::isInstance)
        .map(Delete.class::cast)
        .filter(delete -> copy.isMain(delete.table()))
        .map(Delete::keyText)
        .toList();
  }

  /** Returns the texts of the keys of upserts with this {@code known}. */
  static List<String> upserted(SourceCopy copy, List<Operation> operations, boolean known) {
    return operations.stream()
        .filter(Upsert.class::isInstance)
        .map(Upsert.class::cast)
        .filter(upsert -> copy.isMain(upsert.table()) && upsert.known() == known)
        .map(upsert -> copy.of(upsert.table()).keyOf(upsert.row()))
        .toList();
  }
}

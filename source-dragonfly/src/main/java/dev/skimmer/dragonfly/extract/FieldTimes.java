package dev.skimmer.dragonfly.extract;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.skimmer.fingerprint.Fingerprinter;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The expiries of the fields of one hash, in the order in which the fields were read: milliseconds
 * since 1970 UTC, or {@link #NEVER}. Used by the reader's thread.
 */
final class FieldTimes {
  /** Stands for a field without expiry. */
  static final long NEVER = 0;

  /** The expiries of a value that has none, whatever it is. */
  static final FieldTimes NONE = new FieldTimes(0);

  private static final byte[] MARK = {};

  private final long jitterMillis;
  private long[] millis = {};
  private int count;

  /**
   * Begins with no field.
   *
   * @param jitterMillis by how much two readings of one expiry may differ
   */
  FieldTimes(long jitterMillis) {
    this.jitterMillis = jitterMillis;
  }

  int count() {
    return count;
  }

  void clear() {
    count = 0;
  }

  /** Adds the next field; a negative number is no expiry. */
  void add(long atMillis) {
    if (count == millis.length) {
      millis = Arrays.copyOf(millis, Math.max(16, count * 2));
    }
    millis[count++] = Math.max(NEVER, atMillis);
  }

  /** Returns whether no field has an expiry. */
  boolean isEmpty() {
    for (int i = 0; i < count; i++) {
      if (millis[i] != NEVER) {
        return false;
      }
    }
    return true;
  }

  /**
   * Replaces readings that jitter by those that the row holds, if all of them are of the same
   * moments; so a fingerprint over them stays what it was.
   *
   * @param position what {@link #position} returned for the row
   */
  void settle(Elements hash, Optional<String> position) {
    if (jitterMillis == 0 || isEmpty() || position.filter(FieldTimes::isOfFields).isEmpty()) {
      return;
    }
    int[] expiring = expiring(hash);
    long[] stored =
        Pattern.compile(",").splitAsStream(position.get()).mapToLong(Long::parseLong).toArray();
    if (stored.length != expiring.length) {
      return;
    }
    long[] settled = millis.clone();
    for (int i = 0; i < expiring.length; i++) {
      int field = hash.source(expiring[i]);
      settled[field] = stored[i] * 1000;
      if (Math.abs(settled[field] - millis[field]) > jitterMillis) {
        return;
      }
    }
    millis = settled;
  }

  /**
   * Adds a mark and then each field that has an expiry with its digits. The mark is an empty text
   * where a field would stand, which cannot be one: an empty field comes first or not at all.
   */
  void fingerprint(Elements hash, Fingerprinter fingerprinter) {
    if (isEmpty()) {
      return;
    }
    int[] expiring = expiring(hash);
    if (expiring.length == 0) {
      return;
    }
    fingerprinter.add(MARK, 0, 0);
    for (int field : expiring) {
      fingerprinter.add(hash.bytes(), hash.offset(field, 0), hash.length(field, 0));
      byte[] digits = Long.toString(of(hash, field)).getBytes(US_ASCII);
      fingerprinter.add(digits, 0, digits.length);
    }
  }

  /** Returns a JSON object of the fields that have an expiry, or null where none has. */
  String text(Elements hash) {
    int[] expiring = expiring(hash);
    if (expiring.length == 0) {
      return null;
    }
    return JsonText.write(
            json -> {
              json.writeStartObject();
              for (int field : expiring) {
                json.writeNumberField(JsonText.part(hash, field, 0), of(hash, field));
              }
              json.writeEndObject();
            })
        .text();
  }

  /** Returns what {@link #settle} needs of the row: the expiries in seconds, where they jitter. */
  String position(Elements hash) {
    int[] expiring = expiring(hash);
    if (jitterMillis == 0 || expiring.length == 0) {
      return null;
    }
    return Arrays.stream(expiring)
        .mapToObj(field -> Long.toString(of(hash, field) / 1000))
        .collect(Collectors.joining(","));
  }

  /** A row that was a series or stream has a position that begins with a word. */
  private static boolean isOfFields(String position) {
    return position.chars().noneMatch(Character::isLetter);
  }

  private int[] expiring(Elements hash) {
    if (isEmpty()) {
      return new int[0];
    }
    return IntStream.range(0, hash.groups()).filter(i -> of(hash, i) != NEVER).toArray();
  }

  private long of(Elements hash, int group) {
    return millis[hash.source(group)];
  }
}

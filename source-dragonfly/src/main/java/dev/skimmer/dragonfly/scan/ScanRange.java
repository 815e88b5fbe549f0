package dev.skimmer.dragonfly.scan;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Which part of a database a scan walks.
 *
 * <p>A cursor of Dragonfly holds the number of a shard in its low ten bits ({@code
 * generic_family.cc}), and that number alone is the cursor at which the shard begins. A page in
 * which a shard ends goes on with keys of the next one; so ranges overlap a little.
 *
 * @param start the cursor to begin with
 * @param shard the only shard whose cursors are followed; empty where all are, up to the last
 */
public record ScanRange(String start, OptionalInt shard) {
  /** All of a database. */
  public static final ScanRange ALL = new ScanRange(ScanRange.BOUNDARY, OptionalInt.empty());

  private static final String BOUNDARY = "0";
  private static final int SHARDS = 1 << 10;
  private static final Pattern CURSOR = Pattern.compile("[0-9]{1,19}");

  /**
   * Returns one of several ranges that are a database together.
   *
   * @param number of the shard, from 0
   * @param shards how many shards are supposed; the last range walks any that there are beyond
   */
  public static ScanRange ofShard(int number, int shards) {
    boolean last = number == shards - 1;
    return new ScanRange(
        Integer.toString(number), last ? OptionalInt.empty() : OptionalInt.of(number));
  }

  /** Returns whether a server's text can be a cursor in this range. */
  boolean mayHold(String cursor) {
    return shard.isEmpty() || CURSOR.matcher(cursor).matches();
  }

  /** Returns whether there is nothing to read from a cursor that the server has returned. */
  boolean endsAt(String cursor) {
    return cursor.equals(BOUNDARY)
        || (shard.isPresent()
            && Long.remainderUnsigned(Long.parseUnsignedLong(cursor), SHARDS) != shard.getAsInt());
  }
}

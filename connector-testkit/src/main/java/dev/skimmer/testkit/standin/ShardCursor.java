package dev.skimmer.testkit.standin;

/**
 * A cursor of SCAN: the shard in the low ten bits, the shard's own cursor above them.
 *
 * @param shard its number
 * @param inner the cursor that the shard's server understands, unsigned
 */
record ShardCursor(int shard, long inner) {
  private static final int SHARD_BITS = 10;
  private static final long SHARD_MASK = (1 << SHARD_BITS) - 1;

  static ShardCursor of(String text) {
    long cursor = Long.parseUnsignedLong(text);
    return new ShardCursor((int) (cursor & SHARD_MASK), cursor >>> SHARD_BITS);
  }

  String text() {
    return Long.toUnsignedString((inner << SHARD_BITS) | shard);
  }
}

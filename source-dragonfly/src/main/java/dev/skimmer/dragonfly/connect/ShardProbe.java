package dev.skimmer.dragonfly.connect;

import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.ReplyForms;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Finds out how many shards a Dragonfly has. It has one a thread unless it was started otherwise. A
 * managed one may hide its threads; then its cursors tell: a scan that begins at the number of a
 * shard brings something where that shard, or one behind it, has a key, and ends at once, with
 * nothing, where there is no such shard ({@code generic_family.cc}).
 *
 * <p>Too small a number costs time and never a key, for the last of the parts goes on to the end.
 */
final class ShardProbe {
  /** What the ten bits of a cursor can name. */
  private static final int MOST_SHARDS = 1 << 10;

  private static final String END = "0";

  private final ControlConnection control;

  ShardProbe(ControlConnection control) {
    this.control = control;
  }

  /** Returns the number, from 1 to 1024. */
  int shards(ServerInfo info) {
    OptionalLong threads = info.number("thread_count");
    return threads.isPresent()
        ? (int) Math.max(1, Math.min(MOST_SHARDS, threads.getAsLong()))
        : shardsByCursors();
  }

  /** Asks for the powers of two first, then for all numbers behind the last that is there. */
  private int shardsByCursors() {
    List<Integer> powers = IntStream.iterate(1, i -> i < MOST_SHARDS, i -> 2 * i).boxed().toList();
    int last = lastWithKeys(powers);
    int end = last == 0 ? 1 : Math.min(MOST_SHARDS, 2 * last);
    return 1 + Math.max(last, lastWithKeys(IntStream.range(last + 1, end).boxed().toList()));
  }

  /** Returns the greatest of these numbers, from which on there are keys; 0 where there is none. */
  private int lastWithKeys(List<Integer> numbers) {
    if (numbers.isEmpty()) {
      return 0;
    }
    CommandBuffer commands = new CommandBuffer();
    numbers.forEach(number -> commands.add("SCAN", Integer.toString(number), "COUNT", "1"));
    Replies replies = control.call(commands);
    return IntStream.range(0, replies.size())
        .filter(reply -> bringsKeys(replies, reply))
        .map(numbers::get)
        .max()
        .orElse(0);
  }

  private static boolean bringsKeys(Replies replies, int reply) {
    int page = replies.token(reply);
    return ReplyForms.isPage(replies, page)
        && (replies.count(page + 2) > 0 || !replies.text(page + 1).equals(END));
  }
}

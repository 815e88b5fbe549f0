package dev.skimmer.dragonfly.extract;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.ReplyForms;

/** Windows by LRANGE or ZRANGE: by position, until one is not full. */
final class RangeWindows implements Windows {
  private final CommandTemplate length;
  private final String command;
  private final boolean scored;
  private int position;
  private int asked;

  private RangeWindows(CommandTemplate length, String command, boolean scored) {
    this.length = length;
    this.command = command;
    this.scored = scored;
  }

  static RangeWindows ofList(CommandTemplate length) {
    return new RangeWindows(length, "LRANGE", false);
  }

  static RangeWindows ofSortedSet(CommandTemplate length) {
    return new RangeWindows(length, "ZRANGE", true);
  }

  /** Returns what the first window means. */
  static Shape shape(Replies replies, int token, int stride) {
    boolean elements = ReplyForms.isArrayOfTexts(replies, token);
    if (!elements || replies.count(token) == 0 || replies.count(token) % stride > 0) {
      return Shape.ABSENT;
    }
    return replies.count(token) < SIZE * stride ? Shape.WHOLE : Shape.PARTIAL;
  }

  @Override
  public void probe(CommandBuffer commands, byte[] key) {
    commands.add(length, key, 0, key.length);
    if (!scored) {
      commands.add(ascii("LINDEX"), key, ascii("0")).add(ascii("LINDEX"), key, ascii("-1"));
    }
  }

  @Override
  public void next(CommandBuffer commands, byte[] key, int size) {
    asked = size;
    byte[] from = ascii(Integer.toString(position));
    byte[] to = ascii(Integer.toString(position + size - 1));
    if (scored) {
      commands.add(ascii(command), key, from, to, ascii("WITHSCORES"));
    } else {
      commands.add(ascii(command), key, from, to);
    }
  }

  @Override
  public boolean isWindow(Replies replies, int token) {
    return ReplyForms.isArrayOfTexts(replies, token) && replies.count(token) % stride() == 0;
  }

  @Override
  public boolean gather(Replies replies, int token, ElementStore into) {
    int count = replies.count(token);
    into.add(replies, token + 1, count);
    position += asked;
    return count < asked * stride();
  }

  /** Shows nothing when a member came twice: then another was missed when its rank changed. */
  @Override
  public Elements show(ElementStore store, Elements into) {
    if (scored) {
      int distinct = store.show(into, stride()).sort().dropRepeated().groups();
      if (distinct * stride() != store.count()) {
        store.clear();
      }
    }
    return store.show(into, stride());
  }

  private int stride() {
    return scored ? 2 : 1;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}

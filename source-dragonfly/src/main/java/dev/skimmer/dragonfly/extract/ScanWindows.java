package dev.skimmer.dragonfly.extract;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.ReplyForms;

/**
 * Windows by HSCAN or SSCAN, which may return an element more than once.
 *
 * <p>The reply is an array of the next cursor and an array of elements; cursor 0 is the end.
 */
final class ScanWindows implements Windows {
  private static final String END = "0";

  private final String command;
  private final CommandTemplate length;
  private final int stride;
  private String cursor = END;

  ScanWindows(String command, CommandTemplate length, int stride) {
    this.command = command;
    this.length = length;
    this.stride = stride;
  }

  /** Returns what a first HSCAN or SSCAN means. */
  static Shape shape(Replies replies, int token) {
    if (!ReplyForms.isPage(replies, token)) {
      return Shape.ABSENT;
    }
    int cursor = token + 1;
    boolean atEnd = replies.length(cursor) == 1 && replies.bytes()[replies.offset(cursor)] == '0';
    if (!atEnd) {
      return Shape.PARTIAL;
    }
    return replies.count(token + 2) == 0 ? Shape.ABSENT : Shape.WHOLE;
  }

  /** Shows the elements of a reply that is {@link Shape#WHOLE}, sorted. */
  static void show(Replies replies, int token, int stride, Elements into) {
    into.show(replies, token + 3, replies.count(token + 2), stride).sort();
  }

  @Override
  public void probe(CommandBuffer commands, byte[] key) {
    commands.add(length, key, 0, key.length);
  }

  @Override
  public void next(CommandBuffer commands, byte[] key, int size) {
    commands.add(
        command.getBytes(US_ASCII),
        key,
        cursor.getBytes(US_ASCII),
        "COUNT".getBytes(US_ASCII),
        Integer.toString(size).getBytes(US_ASCII));
  }

  @Override
  public boolean isWindow(Replies replies, int token) {
    return ReplyForms.isPage(replies, token)
        && replies.count(token + 2) % stride == 0
        && !replies.text(token + 1).equals(cursor.equals(END) ? "" : cursor);
  }

  @Override
  public boolean gather(Replies replies, int token, ElementStore into) {
    cursor = replies.text(token + 1);
    into.add(replies, token + 3, replies.count(token + 2));
    return cursor.equals(END);
  }

  @Override
  public Elements show(ElementStore store, Elements into) {
    return store.show(into, stride).sort().dropRepeated();
  }

  /** Fields of a hash expire in Redis from 7.4 on, and members of a set in Dragonfly. */
  @Override
  public boolean mayHideElements() {
    return true;
  }
}

package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.Token;

/**
 * A type of which nothing is known but the server's word: TYPE is all that is asked, and the row
 * has neither value nor size.
 *
 * @param name the server's word
 */
record OpaqueType(String name) implements ValueType {
  private static final CommandTemplate READ = CommandTemplate.of("TYPE");

  @Override
  public CommandTemplate read() {
    return READ;
  }

  @Override
  public Shape shape(Replies replies, int token) {
    boolean same = replies.kind(token) == Token.STATUS && replies.text(token).equals(name);
    return same ? Shape.WHOLE : Shape.ABSENT;
  }

  @Override
  public void show(Replies replies, int token, Elements into) {
    into.show(replies, token, 0, 1);
  }

  @Override
  public long size(Elements value) {
    return UNKNOWN_SIZE;
  }

  @Override
  public ValueText text(Elements value) {
    return ValueText.NONE;
  }
}

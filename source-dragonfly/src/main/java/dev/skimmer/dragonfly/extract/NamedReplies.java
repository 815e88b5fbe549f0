package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.ReplyForms;
import dev.skimmer.dragonfly.pipeline.Token;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A reply that is an array of names, each followed by its value, which may be an array itself. */
final class NamedReplies {
  private final Replies replies;
  private final Map<String, Integer> tokens = new HashMap<>();

  private NamedReplies(Replies replies) {
    this.replies = replies;
  }

  /** Reads the array that {@code token} is. */
  static NamedReplies of(Replies replies, int token) {
    NamedReplies named = new NamedReplies(replies);
    int next = token + 1;
    for (int i = 0; i + 1 < replies.count(token); i += 2) {
      if (ReplyForms.isText(replies, next)) {
        named.tokens.put(replies.text(next), next + 1);
      }
      next = behind(replies, behind(replies, next));
    }
    return named;
  }

  /** Returns the token behind this one and all that it contains. */
  static int behind(Replies replies, int token) {
    int next = token + 1;
    if (replies.kind(token) == Token.ARRAY) {
      for (int i = replies.count(token); i > 0; i--) {
        next = behind(replies, next);
      }
    }
    return next;
  }

  /** Returns the integer of this name, where there is one. */
  OptionalLong number(String name) {
    OptionalInt token = token(name, Token.INTEGER);
    return token.isPresent()
        ? OptionalLong.of(replies.number(token.getAsInt()))
        : OptionalLong.empty();
  }

  /** Returns the text of this name, where there is one. */
  Optional<String> text(String name) {
    OptionalInt bulk = token(name, Token.BULK);
    OptionalInt token = bulk.isPresent() ? bulk : token(name, Token.STATUS);
    return token.isPresent() ? Optional.of(replies.text(token.getAsInt())) : Optional.empty();
  }

  /** Returns the token of this name, where it is of this kind. */
  OptionalInt token(String name, Token kind) {
    Integer token = tokens.get(name);
    return token != null && replies.kind(token) == kind
        ? OptionalInt.of(token)
        : OptionalInt.empty();
  }
}

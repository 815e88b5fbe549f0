package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.pipeline.ReplyForms;
import dev.skimmer.dragonfly.pipeline.Token;
import dev.skimmer.dragonfly.stream.StreamFacts;
import dev.skimmer.dragonfly.stream.StreamId;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Reads the reply to XINFO STREAM. Names: the command's documentation; what a server before Redis
 * 7.0 does not tell is left out of the row.
 */
final class StreamInfo {
  private final Replies replies;
  private final NamedReplies named;

  private StreamInfo(Replies replies, int token) {
    this.replies = replies;
    this.named = NamedReplies.of(replies, token);
  }

  static StreamFacts read(Replies replies, int token) {
    StreamInfo info = new StreamInfo(replies, token);
    return new StreamFacts(
        info.named.number("length").orElse(0),
        info.entryId("first-entry").map(StreamId::parse),
        info.named.text("last-generated-id").map(StreamId::parse).orElse(StreamId.ZERO),
        info.named.text("max-deleted-entry-id").map(StreamId::parse),
        info.named.number("entries-added"),
        info.json());
  }

  /** Returns whether a reply is an array of names, and each id in it is one. */
  static boolean isWellFormed(Replies replies, int token) {
    if (replies.kind(token) != Token.ARRAY) {
      return false;
    }
    StreamInfo info = new StreamInfo(replies, token);
    return info.named.number("length").isPresent()
        && info.named.text("last-generated-id").isPresent()
        && Stream.of(
                info.entryId("first-entry"),
                info.entryId("last-entry"),
                info.named.text("last-generated-id"),
                info.named.text("max-deleted-entry-id"))
            .flatMap(Optional::stream)
            .allMatch(StreamId::isId);
  }

  private String json() {
    return JsonText.write(
            json -> {
              json.writeStartObject();
              json.writeNumberField("length", named.number("length").orElse(0));
              json.writeStringField("first-entry-id", entryId("first-entry").orElse(null));
              json.writeStringField("last-entry-id", entryId("last-entry").orElse(null));
              for (String name : new String[] {"last-generated-id", "max-deleted-entry-id"}) {
                Optional<String> id = named.text(name);
                if (id.isPresent()) {
                  json.writeStringField(name, id.get());
                }
              }
              for (String name : new String[] {"entries-added", "groups"}) {
                OptionalLong number = named.number(name);
                if (number.isPresent()) {
                  json.writeNumberField(name, number.getAsLong());
                }
              }
              json.writeEndObject();
            })
        .text();
  }

  /** Returns the id of an entry, which is an array of id and fields, or nil where there is none. */
  private Optional<String> entryId(String name) {
    OptionalInt entry = named.token(name, Token.ARRAY);
    if (entry.isEmpty() || replies.count(entry.getAsInt()) == 0) {
      return Optional.empty();
    }
    int id = entry.getAsInt() + 1;
    return Optional.of(ReplyForms.isText(replies, id) ? replies.text(id) : "");
  }
}

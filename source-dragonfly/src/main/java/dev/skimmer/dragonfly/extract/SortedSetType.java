package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import dev.skimmer.dragonfly.pipeline.Replies;
import java.util.Optional;

/**
 * Sorted sets, as JSON arrays of pairs of member and score in the order of ZRANGE: by score, then
 * by member. Scores keep the digits that the server writes in RESP2.
 */
final class SortedSetType implements ValueType {
  private static final CommandTemplate READ =
      CommandTemplate.of("ZRANGE", "0", Integer.toString(Windows.SIZE - 1), "WITHSCORES");
  private static final CommandTemplate LENGTH = CommandTemplate.of("ZCARD");

  @Override
  public String name() {
    return "zset";
  }

  @Override
  public CommandTemplate read() {
    return READ;
  }

  @Override
  public boolean tellsAbsence() {
    return true;
  }

  @Override
  public Optional<CommandTemplate> length() {
    return Optional.of(LENGTH);
  }

  @Override
  public Shape shape(Replies replies, int token) {
    return RangeWindows.shape(replies, token, 2);
  }

  @Override
  public void show(Replies replies, int token, Elements into) {
    into.show(replies, token + 1, replies.count(token), 2);
  }

  @Override
  public Windows windows() {
    return RangeWindows.ofSortedSet(LENGTH);
  }

  @Override
  public long size(Elements value) {
    return value.groups();
  }

  @Override
  public ValueText text(Elements value) {
    return JsonText.write(
        json -> {
          json.writeStartArray();
          for (int i = 0; i < value.groups(); i++) {
            json.writeStartArray();
            json.writeString(JsonText.part(value, i, 0));
            JsonText.writeNumber(json, JsonText.part(value, i, 1));
            json.writeEndArray();
          }
          json.writeEndArray();
        });
  }
}

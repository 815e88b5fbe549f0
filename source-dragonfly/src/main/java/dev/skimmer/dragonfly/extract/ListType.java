package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import dev.skimmer.dragonfly.pipeline.Replies;
import java.util.Optional;

/** Lists, as JSON arrays in their own order. */
final class ListType implements ValueType {
  private static final CommandTemplate READ =
      CommandTemplate.of("LRANGE", "0", Integer.toString(Windows.SIZE - 1));
  private static final CommandTemplate LENGTH = CommandTemplate.of("LLEN");

  @Override
  public String name() {
    return "list";
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
    return RangeWindows.shape(replies, token, 1);
  }

  @Override
  public void show(Replies replies, int token, Elements into) {
    into.show(replies, token + 1, replies.count(token), 1);
  }

  @Override
  public Windows windows() {
    return RangeWindows.ofList(LENGTH);
  }

  @Override
  public long size(Elements value) {
    return value.groups();
  }

  @Override
  public ValueText text(Elements value) {
    return JsonText.writeArray(value);
  }
}

package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import dev.skimmer.dragonfly.pipeline.Replies;
import java.util.Optional;

/** Hashes, as JSON objects with their fields sorted by bytes. */
final class HashType implements ValueType {
  private static final CommandTemplate READ =
      CommandTemplate.of("HSCAN", "0", "COUNT", Integer.toString(Windows.SIZE));
  private static final CommandTemplate LENGTH = CommandTemplate.of("HLEN");

  @Override
  public String name() {
    return "hash";
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
    return ScanWindows.shape(replies, token);
  }

  @Override
  public void show(Replies replies, int token, Elements into) {
    ScanWindows.show(replies, token, 2, into);
  }

  /** Shows the fields of a whole value with their values, in the order in which they came. */
  static Elements showFields(Replies replies, int token, Elements into) {
    return into.show(replies, token + 3, replies.count(token + 2), 2);
  }

  @Override
  public Windows windows() {
    return new ScanWindows("HSCAN", LENGTH, 2);
  }

  @Override
  public long size(Elements value) {
    return value.groups();
  }

  @Override
  public ValueText text(Elements value) {
    return JsonText.write(
        json -> {
          json.writeStartObject();
          for (int i = 0; i < value.groups(); i++) {
            json.writeFieldName(JsonText.part(value, i, 0));
            json.writeString(JsonText.part(value, i, 1));
          }
          json.writeEndObject();
        });
  }
}

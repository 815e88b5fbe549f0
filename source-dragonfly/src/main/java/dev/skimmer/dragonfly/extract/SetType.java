package dev.skimmer.dragonfly.extract;

import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import dev.skimmer.dragonfly.pipeline.Replies;
import java.util.Optional;

/** Sets, as JSON arrays sorted by the bytes of their members. */
final class SetType implements ValueType {
  private static final CommandTemplate READ =
      CommandTemplate.of("SSCAN", "0", "COUNT", Integer.toString(Windows.SIZE));
  private static final CommandTemplate LENGTH = CommandTemplate.of("SCARD");

  @Override
  public String name() {
    return "set";
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
    ScanWindows.show(replies, token, 1, into);
  }

  @Override
  public Windows windows() {
    return new ScanWindows("SSCAN", LENGTH, 1);
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

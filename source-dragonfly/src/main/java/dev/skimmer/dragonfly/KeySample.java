package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.connect.ControlConnection;
import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.scan.ScanScope;
import java.util.stream.IntStream;

/**
 * What asking for the type of each key of a first page told, as an ACL may hide keys that SCAN
 * lists.
 *
 * @param listed how many keys the first page, or several of them, listed
 * @param denied how many of them this user may not read
 */
record KeySample(int listed, int denied) {
  static final KeySample NONE = new KeySample(0, 0);

  private static final int LISTED = 100;
  private static final CommandTemplate TYPE = CommandTemplate.of("TYPE");

  static KeySample take(ControlConnection control, ScanScope scope) {
    Replies page = control.scan("0", scope.pattern(), LISTED);
    int listed = page.count(2);
    if (listed == 0) {
      return NONE;
    }
    CommandBuffer commands = new CommandBuffer();
    for (int token = 3; token < 3 + listed; token++) {
      commands.add(TYPE, page.bytes(), page.offset(token), page.length(token));
    }
    Replies types = control.call(commands);
    long denied =
        IntStream.range(0, listed)
            .filter(i -> ControlConnection.error(types, i).isPresent())
            .count();
    return new KeySample(listed, (int) denied);
  }

  KeySample plus(KeySample other) {
    return new KeySample(listed + other.listed, denied + other.denied);
  }

  @Override
  public String toString() {
    if (listed == 0) {
      return "the first page lists no key";
    }
    return denied == 0
        ? "all %d keys of the first page are readable".formatted(listed)
        : "%d of %d keys of the first page are not readable by this user".formatted(denied, listed);
  }
}

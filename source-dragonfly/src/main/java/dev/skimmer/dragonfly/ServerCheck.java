package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.connect.Capabilities;
import dev.skimmer.dragonfly.connect.ControlConnection;
import dev.skimmer.dragonfly.connect.ErrorReply;
import dev.skimmer.dragonfly.connect.ServerProbe;
import dev.skimmer.dragonfly.extract.ReadSettings;
import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.CommandTemplate;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.scan.ScanScope;
import dev.skimmer.spi.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Proves that a sync could read, and describes what it would read. Changes nothing. */
final class ServerCheck {
  private static final String ABSENT_KEY = "skimmer:check";
  private static final CommandTemplate TYPE = CommandTemplate.of("TYPE");

  private final ControlConnection control;
  private final ServerProbe probe;
  private final ReadSettings settings;
  private final ScanScope scope;
  private final Capabilities capabilities;

  ServerCheck(
      ControlConnection control,
      ServerProbe probe,
      ReadSettings settings,
      ScanScope scope,
      Capabilities capabilities) {
    this.control = control;
    this.probe = probe;
    this.settings = settings;
    this.scope = scope;
    this.capabilities = capabilities;
  }

  List<Fact> facts() {
    probe.epoch();
    List<Fact> facts = new ArrayList<>(probe.facts(capabilities));
    requireCommands();
    facts.add(new Fact("commands", "all that a sync needs are permitted"));
    probe.keys().ifPresent(keys -> facts.add(new Fact("keys", Long.toString(keys))));
    facts.add(new Fact("key pattern", ErrorReply.of(scope.pattern()).text()));
    facts.add(new Fact("types", String.join(", ", settings.types().names())));
    facts.add(new Fact("sample", sample()));
    return facts;
  }

  private void requireCommands() {
    List<List<String>> calls = new ArrayList<>();
    calls.add(List.of("SCAN", "0", "MATCH", ABSENT_KEY, "COUNT", "1"));
    calls.add(List.of("TYPE", ABSENT_KEY));
    if (capabilities.absoluteExpiry()) {
      calls.add(List.of("PEXPIRETIME", ABSENT_KEY));
    } else {
      calls.add(List.of("PTTL", ABSENT_KEY));
      calls.add(List.of("TIME"));
    }
    calls.add(List.of("GETRANGE", ABSENT_KEY, "0", "0"));
    calls.add(List.of("HSCAN", ABSENT_KEY, "0"));
    calls.add(List.of("SSCAN", ABSENT_KEY, "0"));
    calls.add(List.of("LRANGE", ABSENT_KEY, "0", "0"));
    calls.add(List.of("LINDEX", ABSENT_KEY, "0"));
    calls.add(List.of("ZRANGE", ABSENT_KEY, "0", "0"));
    for (String length : List.of("STRLEN", "HLEN", "SCARD", "LLEN", "ZCARD")) {
      calls.add(List.of(length, ABSENT_KEY));
    }
    CommandBuffer commands = new CommandBuffer();
    calls.forEach(call -> commands.add(call.toArray(new String[0])));
    Replies replies = control.call(commands);
    for (int i = 0; i < calls.size(); i++) {
      requireAllowed(calls.get(i).get(0), ControlConnection.error(replies, i));
    }
  }

  private void requireAllowed(String command, Optional<ErrorReply> error) {
    if (error.isPresent() && error.get().kind() != ErrorReply.Kind.KEY_DENIED) {
      throw error.get().toException(command, control.address());
    }
  }

  /** Tries the type of each key of the first page, as an ACL may hide keys that SCAN lists. */
  private String sample() {
    Replies page = control.call("SCAN", "0", "MATCH", scope.pattern(), "COUNT", "100");
    requireAllowed("SCAN", ControlConnection.error(page, 0));
    int listed = page.count(2);
    if (listed == 0) {
      return "the first page lists no key";
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
    return denied == 0
        ? "all %d keys of the first page are readable".formatted(listed)
        : "%d of %d keys of the first page are not readable by this user".formatted(denied, listed);
  }
}

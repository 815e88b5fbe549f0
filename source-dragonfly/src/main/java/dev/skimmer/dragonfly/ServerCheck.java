package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.connect.Capabilities;
import dev.skimmer.dragonfly.connect.ControlConnection;
import dev.skimmer.dragonfly.connect.ErrorReply;
import dev.skimmer.dragonfly.connect.ServerProbe;
import dev.skimmer.dragonfly.extract.ReadSettings;
import dev.skimmer.dragonfly.pipeline.CommandBuffer;
import dev.skimmer.dragonfly.pipeline.Replies;
import dev.skimmer.dragonfly.scan.ScanScope;
import dev.skimmer.spi.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Proves that a sync could read, and describes what it would read. Changes nothing. */
final class ServerCheck {
  private static final String ABSENT_KEY = "skimmer:check";

  private static final List<String> MODULE_COMMANDS =
      List.of(
          "JSON.GET",
          "TS.INFO",
          "TS.RANGE",
          "BF.INFO",
          "CF.INFO",
          "CMS.INFO",
          "TOPK.INFO",
          "TOPK.LIST",
          "TDIGEST.INFO");

  private final ControlConnection control;
  private final ServerProbe probe;
  private final ReadSettings settings;
  private final ScanScope scope;
  private final Capabilities capabilities;
  private final DatabaseCheck databases;

  ServerCheck(
      ControlConnection control,
      ServerProbe probe,
      ReadSettings settings,
      ScanScope scope,
      Capabilities capabilities,
      DatabaseCheck databases) {
    this.control = control;
    this.probe = probe;
    this.settings = settings;
    this.scope = scope;
    this.capabilities = capabilities;
    this.databases = databases;
  }

  List<Fact> facts() {
    probe.epoch();
    List<Fact> facts = new ArrayList<>(probe.facts(capabilities));
    requireCommands();
    facts.add(new Fact("commands", "all that a sync needs are permitted"));
    facts.addAll(databases.facts());
    facts.add(new Fact("key pattern", ErrorReply.of(scope.pattern()).text()));
    facts.add(new Fact("types", String.join(", ", settings.types().names())));
    facts.add(new Fact("sample", databases.sample().toString()));
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
    calls.add(List.of("XINFO", "STREAM", ABSENT_KEY));
    calls.add(List.of("XRANGE", ABSENT_KEY, "-", "+", "COUNT", "1"));
    for (String length : List.of("STRLEN", "HLEN", "SCARD", "LLEN", "ZCARD", "XLEN")) {
      calls.add(List.of(length, ABSENT_KEY));
    }
    int core = calls.size();
    MODULE_COMMANDS.forEach(command -> calls.add(List.of(command, ABSENT_KEY)));
    CommandBuffer commands = new CommandBuffer();
    calls.forEach(call -> commands.add(call.toArray(new String[0])));
    Replies replies = control.call(commands);
    for (int i = 0; i < calls.size(); i++) {
      requireAllowed(calls.get(i).get(0), ControlConnection.error(replies, i), i >= core);
    }
  }

  /** A module that is not loaded has no keys, and a key that is absent is an error of its own. */
  private void requireAllowed(String command, Optional<ErrorReply> error, boolean ofModule) {
    if (error.isEmpty()) {
      return;
    }
    boolean refused =
        switch (error.get().kind()) {
          case KEY_DENIED, WRONG_TYPE, OTHER -> false;
          case COMMAND_UNKNOWN -> !ofModule;
          case COMMAND_DENIED, AUTHENTICATION, NO_SUCH_DATABASE, NOT_READY, MOVED -> true;
        };
    if (refused) {
      throw error.get().toException(command, control.address());
    }
  }
}

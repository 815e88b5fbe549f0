package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.connect.Capabilities;
import dev.skimmer.dragonfly.connect.ControlConnection;
import dev.skimmer.dragonfly.connect.ErrorReply;
import dev.skimmer.dragonfly.connect.ServerProbe;
import dev.skimmer.dragonfly.extract.ReadSettings;
import dev.skimmer.dragonfly.scan.ScanScope;
import dev.skimmer.spi.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Proves that a sync could read, and describes what it would read. Changes nothing. */
final class ServerCheck {
  private final ServerProbe probe;
  private final Deployment deployment;
  private final ReadSettings settings;
  private final ScanScope scope;
  private final DatabaseCheck databases;

  ServerCheck(
      ServerProbe probe,
      Deployment deployment,
      ReadSettings settings,
      ScanScope scope,
      DatabaseCheck databases) {
    this.probe = probe;
    this.deployment = deployment;
    this.settings = settings;
    this.scope = scope;
    this.databases = databases;
  }

  List<Fact> facts(Capabilities capabilities) {
    deployment.epoch();
    List<Fact> facts = new ArrayList<>(probe.facts(capabilities));
    facts.addAll(deployment.facts());
    Set<String> absent = new TreeSet<>();
    deployment.controls().forEach(server -> absent.addAll(requireCommands(server, capabilities)));
    facts.add(new Fact("commands", "all that a sync needs are permitted"));
    if (!absent.isEmpty()) {
      facts.add(new Fact("not known here", String.join(", ", absent) + ": no keys of their types"));
    }
    facts.addAll(databases.facts());
    facts.add(new Fact("key pattern", ErrorReply.of(scope.pattern()).text()));
    facts.add(new Fact("types", String.join(", ", settings.types().names())));
    facts.add(new Fact("sample", databases.sample().toString()));
    return facts;
  }

  /** Returns the commands of types that the server does not have. */
  private List<String> requireCommands(ControlConnection server, Capabilities capabilities) {
    Map<String, Optional<ErrorReply>> probed =
        NeededCommands.probe(server, capabilities, deployment.commands());
    probed.forEach(
        (command, obstacle) ->
            obstacle.ifPresent(
                error -> {
                  throw error.toException(command, server.address());
                }));
    return NeededCommands.absent(probed);
  }
}

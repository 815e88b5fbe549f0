package dev.skimmer.dragonfly;

import dev.skimmer.dragonfly.connect.Capabilities;
import dev.skimmer.dragonfly.connect.ControlConnection;
import dev.skimmer.dragonfly.connect.Dialect;
import dev.skimmer.dragonfly.connect.ServerProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes the {@code ACL SETUSER} that gives a user what a sync needs and nothing else.
 *
 * <p>Rules as the documentation of Redis has them ("ACL", "ACL SETUSER"). Key permissions by
 * direction ({@code %R~}) came with Redis 7.0, as PEXPIRETIME did, and commands of modules fail by
 * them, since they do not tell that they only read; Dragonfly has them, too, but knows no rules for
 * subcommands ({@code acl_family.cc}). HELLO and AUTH need no permission.
 */
final class AclRule {
  /** Never the user of the configuration, who may be one that others need with all rights. */
  private static final String USER = "skimmer";

  private static final String PASSWORD = "<password>";

  private final DragonflyConfig config;
  private final ControlConnection control;
  private final ServerProbe probe;
  private final Capabilities capabilities;
  private final List<List<String>> more;

  /**
   * Creates what prints the rule.
   *
   * @param more commands that are needed beyond those that read keys
   */
  AclRule(
      DragonflyConfig config,
      ControlConnection control,
      ServerProbe probe,
      Capabilities capabilities,
      List<List<String>> more) {
    this.config = config;
    this.control = control;
    this.probe = probe;
    this.capabilities = capabilities;
    this.more = more;
  }

  /** Returns the command, with {@code <password>} in the place of the password. */
  String text() {
    boolean dragonfly = probe.dialect().filter(Dialect.DRAGONFLY::equals).isPresent();
    List<String> words = new ArrayList<>(List.of("ACL", "SETUSER"));
    words.add(USER);
    words.addAll(List.of("on", ">" + PASSWORD));
    if (!dragonfly) {
      words.addAll(List.of("resetkeys", "resetchannels"));
    }
    Set<String> commands = NeededCommands.probe(control, capabilities, more).keySet();
    boolean byDirection =
        dragonfly || (capabilities.absoluteExpiry() && !NeededCommands.anyOfModules(commands));
    words.add(quoted((byDirection ? "%R~" : "~") + config.keyPattern()));
    words.add("-@all");
    commands.stream().map(command -> rule(command, dragonfly)).distinct().forEach(words::add);
    words.addAll(List.of("+info", "+dbsize", "+ping"));
    boolean selects = !config.database().isSingle() || config.database().first() != 0;
    if (selects && more.isEmpty()) {
      words.add("+select");
    }
    return String.join(" ", words);
  }

  private static String rule(String command, boolean dragonfly) {
    String name = command.toLowerCase(Locale.ROOT).replace(' ', '|');
    if (dragonfly) {
      return "+" + name.replaceFirst("\\|.*", "");
    }
    return "+" + (name.equals("xinfo") ? "xinfo|stream" : name);
  }

  /** Quotes a word as redis-cli takes it, where it needs that. */
  private static String quoted(String word) {
    boolean plain =
        word.chars().allMatch(c -> c > ' ' && c < 127 && c != '"' && c != '\\' && c != '\'');
    return plain ? word : '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}

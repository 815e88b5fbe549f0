package dev.skimmer.dragonfly.cluster;

import dev.skimmer.dragonfly.connect.ErrorReply;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which node is to be asked for a key.
 *
 * @param address where it is reached
 * @param isAsking whether it is about to take the key's slot over, and answers only when told that
 *     we know ({@code ASKING})
 */
public record Redirection(Address address, boolean isAsking) {
  /** {@code MOVED 3999 10.0.0.1:6379}. */
  private static final Pattern ERROR = Pattern.compile("(MOVED|ASK) [0-9]{1,5} (\\S+)");

  /**
   * Reads an error.
   *
   * @param topology only nodes of which are believed in: whoever is asked gets the password
   * @param ownHost of the node that answered
   */
  static Optional<Redirection> of(ErrorReply error, Topology topology, String ownHost) {
    Matcher matcher = ERROR.matcher(error.text());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Address.parse(matcher.group(2), ownHost)
        .flatMap(topology::reachable)
        .map(address -> new Redirection(address, matcher.group(1).equals("ASK")));
  }
}

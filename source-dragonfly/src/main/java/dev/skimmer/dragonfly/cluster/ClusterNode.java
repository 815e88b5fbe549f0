package dev.skimmer.dragonfly.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One node as a line of {@code CLUSTER NODES} describes it: id, address, flags, master, two times,
 * config epoch, state of the link, and the slots (Redis's documentation of the command). Slots that
 * are being moved stand in brackets, on the line of the node that answers only.
 *
 * @param id 40 hexadecimal digits, the same for the life of the node
 * @param address where it listens, by its own word
 * @param flags such as {@code myself}, {@code master}, {@code fail?}
 * @param configEpoch grows with each change of who holds its slots
 * @param slots that it holds
 * @param openSlots those of its slots that it gives away or takes, in the server's words
 */
record ClusterNode(
    String id,
    Address address,
    Set<String> flags,
    long configEpoch,
    List<SlotRange> slots,
    List<String> openSlots) {
  private static final int FIRST_SLOT_WORD = 8;

  ClusterNode {
    flags = Set.copyOf(flags);
    slots = List.copyOf(slots);
    openSlots = List.copyOf(openSlots);
  }

  /**
   * Reads a line.
   *
   * @param ownHost of the node that answers
   * @return empty when it is none, or of a node without an address
   */
  static Optional<ClusterNode> parse(String line, String ownHost) {
    String[] words = line.split(" ", -1);
    if (words.length < FIRST_SLOT_WORD || !words[6].matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    List<SlotRange> slots = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (String word : Arrays.asList(words).subList(FIRST_SLOT_WORD, words.length)) {
      if (word.startsWith("[")) {
        open.add(word);
      } else {
        SlotRange.parse(word).ifPresent(slots::add);
      }
    }
    Set<String> flags = new HashSet<>(List.of(words[2].split(",", -1)));
    return Address.parse(words[1].split("[@,]", 2)[0], ownHost)
        .map(
            address ->
                new ClusterNode(words[0], address, flags, Long.parseLong(words[6]), slots, open));
  }

  boolean isMyself() {
    return flags.contains("myself");
  }

  boolean isMaster() {
    return flags.contains("master");
  }

  boolean hasFailed() {
    return flags.contains("fail");
  }

  /** Returns whether nothing is known of the node yet but that it is there. */
  boolean isStranger() {
    return flags.contains("handshake") || flags.contains("noaddr");
  }

  boolean holdsSlots() {
    return !slots.isEmpty();
  }

  ClusterNode at(Address other) {
    return new ClusterNode(id, other, flags, configEpoch, slots, openSlots);
  }

  /** Returns which slots it holds since when, as all nodes should tell it. */
  String holding() {
    return id + " " + configEpoch + " " + slots;
  }
}

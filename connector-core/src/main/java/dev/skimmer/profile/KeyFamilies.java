package dev.skimmer.profile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Families of keys, found from names alone: words that many keys share at the same place stay, what
 * varies becomes {@code *}, as in {@code user:*:profile}. Immutable once learnt.
 */
public final class KeyFamilies {
  /** The family of keys that fit no other. */
  public static final String OTHER = "(other)";

  private static final int LEAST_KEYS_OF_A_WORD = 3;
  private static final double LEAST_SHARE_OF_A_WORD = 0.002;

  /** Where more words than these share a place, they are rather names of users or the like. */
  private static final int MOST_WORDS = 50;

  private static final double LEAST_SHARE_OF_ONE_AMONG_MANY = 0.02;

  private final Branch root;

  private KeyFamilies(Branch root) {
    this.root = root;
  }

  /**
   * Learns families.
   *
   * @param keyTexts names of keys, best a random sample of some thousands
   */
  public static KeyFamilies learn(Collection<String> keyTexts) {
    Branch root = new Branch();
    keyTexts.forEach(key -> root.add(KeyTokens.of(key), 0));
    root.generalise();
    return new KeyFamilies(root);
  }

  /** Returns the family of a key: a pattern, or {@link #OTHER}. */
  public String familyOf(String keyText) {
    List<String> path = new ArrayList<>();
    Branch branch = root;
    for (String token : KeyTokens.of(keyText)) {
      Optional<String> step = branch.step(token);
      if (step.isEmpty()) {
        return OTHER;
      }
      path.add(step.get());
      branch = branch.children.get(step.get());
    }
    return branch.ends ? pattern(path) : OTHER;
  }

  private static String pattern(List<String> path) {
    StringBuilder pattern = new StringBuilder();
    String last = "";
    for (String token : path) {
      if (!token.equals(KeyTokens.ANY) || !last.equals(KeyTokens.ANY)) {
        pattern.append(token);
      }
      last = token;
    }
    return pattern.toString();
  }

  /** What keys that begin alike go on with. */
  private static final class Branch {
    private Map<String, Branch> children = new HashMap<>();
    private long keys;
    private boolean ends;

    void add(List<String> tokens, int from) {
      keys++;
      if (from == tokens.size()) {
        ends = true;
        return;
      }
      children.computeIfAbsent(tokens.get(from), token -> new Branch()).add(tokens, from + 1);
    }

    /** Merges the words that few keys share. */
    void generalise() {
      Map<String, Branch> kept = new HashMap<>();
      Branch any = new Branch();
      double least = leastKeysOfAWord();
      children.forEach(
          (token, child) -> {
            if (KeyTokens.isSeparator(token) || isWord(token, child, least)) {
              kept.put(token, child);
            } else {
              any.merge(child);
            }
          });
      if (any.keys > 0) {
        kept.put(KeyTokens.ANY, any);
      }
      children = kept;
      children.values().forEach(Branch::generalise);
    }

    private double leastKeysOfAWord() {
      double least = Math.max(LEAST_KEYS_OF_A_WORD, keys * LEAST_SHARE_OF_A_WORD);
      long words =
          children.entrySet().stream()
              .filter(child -> isWord(child.getKey(), child.getValue(), least))
              .count();
      return words <= MOST_WORDS ? least : Math.max(least, keys * LEAST_SHARE_OF_ONE_AMONG_MANY);
    }

    private static boolean isWord(String token, Branch child, double leastKeys) {
      return !KeyTokens.isSeparator(token)
          && !token.equals(KeyTokens.ANY)
          && child.keys >= leastKeys;
    }

    private void merge(Branch other) {
      keys += other.keys;
      ends |= other.ends;
      other.children.forEach(
          (token, child) -> children.computeIfAbsent(token, any -> new Branch()).merge(child));
    }

    /** Returns the child that a token leads to. */
    Optional<String> step(String token) {
      if (children.containsKey(token)) {
        return Optional.of(token);
      }
      return !KeyTokens.isSeparator(token) && children.containsKey(KeyTokens.ANY)
          ? Optional.of(KeyTokens.ANY)
          : Optional.empty();
    }
  }
}

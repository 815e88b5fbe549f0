package dev.skimmer.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts the name of a key into words, separators, and what is likely to be an identifier. */
final class KeyTokens {
  /** Stands for one or more tokens that vary from key to key. */
  static final String ANY = "*";

  private static final int MOST_TOKENS = 40;
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<uuid>\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12})"
              + "|(?<run>[\\p{L}\\p{N}]+)"
              + "|(?<separator>.)",
          Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("\\p{L}+");
  private static final Pattern NUMBERED_WORD = Pattern.compile("(\\p{L}+)\\p{N}+");

  /** One that is long, or that happens to begin with a letter or two and to go on with digits. */
  private static final Pattern HEXADECIMAL =
      Pattern.compile("\\p{XDigit}{16,}|[a-fA-F][0-9]{3,}|[a-fA-F]{2}[0-9]{5,}");

  private KeyTokens() {}

  /** Returns the tokens of a key; what is behind the fortieth is one {@link #ANY}. */
  static List<String> of(String keyText) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(keyText);
    while (matcher.find()) {
      if (tokens.size() >= MOST_TOKENS) {
        addAny(tokens);
        return tokens;
      }
      if (matcher.group("uuid") != null) {
        addAny(tokens);
      } else if (matcher.group("separator") != null) {
        tokens.add(matcher.group());
      } else {
        addRun(tokens, matcher.group());
      }
    }
    return tokens;
  }

  /** Returns whether a token separates others, and so is never an identifier. */
  static boolean isSeparator(String token) {
    int first = token.codePointAt(0);
    return !token.equals(ANY) && !Character.isLetter(first) && !Character.isDigit(first);
  }

  private static void addRun(List<String> tokens, String run) {
    if (WORD.matcher(run).matches() && !HEXADECIMAL.matcher(run).matches()) {
      tokens.add(run);
      return;
    }
    Matcher numbered = NUMBERED_WORD.matcher(run);
    if (numbered.matches() && !HEXADECIMAL.matcher(run).matches()) {
      tokens.add(numbered.group(1));
    }
    addAny(tokens);
  }

  private static void addAny(List<String> tokens) {
    if (tokens.isEmpty() || !tokens.get(tokens.size() - 1).equals(ANY)) {
      tokens.add(ANY);
    }
  }
}

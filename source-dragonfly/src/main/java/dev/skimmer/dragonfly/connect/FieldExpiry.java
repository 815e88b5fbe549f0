package dev.skimmer.dragonfly.connect;

/** How a server tells the expiries of single fields of a hash. */
public enum FieldExpiry {
  /** Nobody has asked for them. */
  UNUSED("", "not read"),
  /** By HPEXPIRETIME: Redis since 7.4, Valkey since 9.0, Dragonfly since 1.40. */
  ABSOLUTE("HPEXPIRETIME", "HPEXPIRETIME, exact"),
  /** By FIELDTTL, a field at a time and in seconds from now: Dragonfly since 1.12. */
  RELATIVE("FIELDTTL", "FIELDTTL, within 2 s");

  private final String command;
  private final String description;

  FieldExpiry(String command, String description) {
    this.command = command;
    this.description = description;
  }

  /** Returns the name of the command, for messages. */
  public String command() {
    return command;
  }

  /** Returns what {@code check} says. */
  public String description() {
    return description;
  }
}

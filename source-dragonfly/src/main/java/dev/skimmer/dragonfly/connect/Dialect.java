package dev.skimmer.dragonfly.connect;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which server answers, by its own word. */
public enum Dialect {
  /** Names itself by {@code dragonfly_version}; {@code redis_version} is then a constant. */
  DRAGONFLY("dragonfly_version"),
  /** Names itself by {@code valkey_version}, and by {@code server_name} since 7.2. */
  VALKEY("valkey_version"),
  /** Any other server that speaks the protocol. */
  REDIS("redis_version");

  private static final Pattern VERSION = Pattern.compile("df-v([0-9]{1,4})\\.([0-9]{1,4})");
  private static final int FIRST_MAJOR = 1;
  private static final int FIRST_MINOR = 27;

  private final String versionField;

  Dialect(String versionField) {
    this.versionField = versionField;
  }

  /** Tells the dialect from what INFO says. */
  static Dialect of(ServerInfo info) {
    if (info.get(DRAGONFLY.versionField).isPresent()) {
      return DRAGONFLY;
    }
    boolean valkey = info.get(VALKEY.versionField).isPresent() || info.is("server_name", "valkey");
    return valkey ? VALKEY : REDIS;
  }

  /**
   * Returns whether a SCAN may begin with a cursor that the server has not returned: Dragonfly
   * before 1.27 was seen to crash of some (its issue 4466).
   */
  static boolean startsScansAtAnyShard(ServerInfo info) {
    Matcher version = VERSION.matcher(info.get(DRAGONFLY.versionField).orElse(""));
    if (!version.lookingAt()) {
      return false;
    }
    int major = Integer.parseInt(version.group(1));
    return major > FIRST_MAJOR || Integer.parseInt(version.group(2)) >= FIRST_MINOR;
  }

  /**
   * Returns whether what INFO says of expiries is counted: by Dragonfly, and by Redis and what was
   * made of its source, which names its build. Others speak the protocol, but count when they are
   * told to (Kvrocks), or say {@code expires=0} whatever they hold.
   */
  static boolean countsExpiries(ServerInfo info) {
    return info.get(DRAGONFLY.versionField).isPresent() || info.get("redis_build_id").isPresent();
  }

  /** Returns the version, or {@code unknown}. */
  String version(ServerInfo info) {
    return info.get(versionField).orElse("unknown");
  }

  /** Returns the name as a user writes it. */
  String title() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }
}

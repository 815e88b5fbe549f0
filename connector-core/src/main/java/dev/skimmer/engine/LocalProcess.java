package dev.skimmer.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** This process, and what its machine can say about another one. */
final class LocalProcess {
  private static final Path PROC = Path.of("/proc");
  private static final boolean LINUX =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");

  /** Where the state and the start time stand in {@code /proc/PID/stat}, behind the name. */
  private static final int STATE = 0;

  private static final int START_TIME = 19;

  private LocalProcess() {}

  /** Returns a holder in this process that no other one equals. */
  static LeaseHolder newHolder() {
    long pid = ProcessHandle.current().pid();
    return new LeaseHolder(
        UUID.randomUUID().toString(),
        host(),
        pid,
        startOf(pid, PROC).orElse(""),
        pidNamespace(),
        read(PROC.resolve("sys/kernel/random/boot_id")));
  }

  /**
   * Returns whether a holder's process certainly does not run any more: it ran on this machine, in
   * this run of it, where process ids mean what they mean here, and there is none with its id and
   * start. False where that cannot be told.
   */
  static boolean isGone(LeaseHolder holder) {
    return isGone(holder, PROC);
  }

  /**
   * Returns the same.
   *
   * @param proc shows the processes where the system is Linux
   */
  static boolean isGone(LeaseHolder holder, Path proc) {
    LeaseHolder here = newHolder();
    boolean comparable =
        holder.host().equals(here.host())
            && holder.bootId().equals(here.bootId())
            && holder.pidNamespace().equals(here.pidNamespace())
            && !holder.processStart().isEmpty()
            && LINUX != holder.bootId().isEmpty();
    return comparable
        && !startOf(holder.pid(), proc).equals(Optional.of(holder.processStart()))
        && showsOthers(proc);
  }

  /**
   * A system may hide the processes of other users ({@code hidepid}); the first is always there.
   */
  private static boolean showsOthers(Path proc) {
    return !LINUX || !read(proc.resolve("1/stat")).isEmpty();
  }

  private static Optional<String> startOf(long pid, Path proc) {
    return LINUX ? startOnLinux(pid, proc) : startElsewhere(pid);
  }

  /** In clock ticks since the machine started, which no setting of the clock changes. */
  private static Optional<String> startOnLinux(long pid, Path proc) {
    String stat = read(proc.resolve(pid + "/stat"));
    int name = stat.lastIndexOf(')');
    if (name < 0) {
      return Optional.empty();
    }
    String[] fields = stat.substring(name + 2).split(" ", -1);
    boolean dead = fields[STATE].equals("Z") || fields[STATE].equals("X");
    return dead ? Optional.empty() : Optional.of(fields[START_TIME]);
  }

  private static Optional<String> startElsewhere(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().startInstant())
        .map(Instant::toString);
  }

  private static String host() {
    String name = read(PROC.resolve("sys/kernel/hostname"));
    if (!name.isEmpty()) {
      return name;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  private static String pidNamespace() {
    try {
      return Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  private static String read(Path path) {
    try {
      return new String(Files.readAllBytes(path), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }
}

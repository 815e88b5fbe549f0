package dev.skimmer.engine;

/**
 * Who holds a pipeline: one {@link Sync} in one process of one machine.
 *
 * @param run random text, new with each {@link Sync}
 * @param host the machine's own name
 * @param pid the process id, as the process itself sees it
 * @param processStart when the process started, in a form that its machine alone understands; tells
 *     it from a later one with the same id
 * @param pidNamespace where the process id counts; empty where the system has no such thing
 * @param bootId the run of the machine; empty where the system does not tell
 */
record LeaseHolder(
    String run, String host, long pid, String processStart, String pidNamespace, String bootId) {
  @Override
  public String toString() {
    return "process %d on host %s".formatted(pid, host);
  }
}

package dev.skimmer.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for nodes of a cluster. A node listens to the others on the port that is 10,000 higher, so
 * both are chosen below those that systems give to outgoing connections.
 */
final class ClusterPorts {
  private static final int FIRST = 11_000;
  private static final int LAST = 22_000;
  private static final int BUS_OFFSET = 10_000;
  private static final int MOST_TRIES = 1_000;

  private ClusterPorts() {}

  /** Returns a port that nobody listens on at the moment, nor on the one that belongs to it. */
  static int free() {
    for (int i = 0; i < MOST_TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (isFree(port) && isFree(port + BUS_OFFSET)) {
        return port;
      }
    }
    throw new IllegalStateException("No free port for a node of a cluster");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}

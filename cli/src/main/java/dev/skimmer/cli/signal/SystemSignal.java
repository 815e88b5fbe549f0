package dev.skimmer.cli.signal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for a signal that does not end the process, such as SIGHUP. The JDK has a class for that
 * in its module {@code jdk.unsupported} alone, so it is looked for; where it is missing, or the
 * system has no such signal, nothing listens.
 */
public final class SystemSignal {
  private static final Logger LOG = LoggerFactory.getLogger(SystemSignal.class);

  private SystemSignal() {}

  /**
   * Has {@code action} run, on a thread of the JVM, whenever the signal comes.
   *
   * @param name without SIG, such as HUP
   */
  public static void listen(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object listener =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      Throwable cause = e instanceof InvocationTargetException invoked ? invoked.getCause() : e;
      LOG.debug("Nothing listens for SIG{}", name, cause);
    }
  }
}

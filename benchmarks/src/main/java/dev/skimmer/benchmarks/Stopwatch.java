package dev.skimmer.benchmarks;

import dev.skimmer.spi.Destination;
import dev.skimmer.spi.Writer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Measures how long a destination takes to commit. Used by the writing thread. */
final class Stopwatch {
  private long nanos;

  /** Returns the seconds since the last call. */
  double lap() {
    double seconds = nanos / 1e9;
    nanos = 0;
    return seconds;
  }

  /**
   * Returns the session, with writers whose commits are measured, and open to nobody else: so that
   * it stays open between syncs.
   */
  Destination.Session around(Destination.Session session) {
    return around(Destination.Session.class, session);
  }

  private <T> T around(Class<T> type, T measured) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> measure(measured, method, arguments));
    return type.cast(proxy);
  }

  private Object measure(Object measured, Method method, Object[] arguments) throws Throwable {
    long start = System.nanoTime();
    try {
      if (method.getName().equals("excludesReaders")) {
        return false;
      }
      Object result = method.invoke(measured, arguments);
      return result instanceof Writer writer ? around(Writer.class, writer) : result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    } finally {
      if (method.getName().equals("commit")) {
        nanos += System.nanoTime() - start;
      }
    }
  }
}

package dev.skimmer.jdbc.destination;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds JDBC drivers: first those that {@link DriverManager} gives out, then those of the thread's
 * context class loader. The manager serves a class only with drivers that its own class loader
 * sees, so it never gives out a driver from a folder of plug-ins.
 */
final class Drivers {
  private static final Logger LOGGER = LoggerFactory.getLogger(Drivers.class);

  private Drivers() {}

  /** Returns a driver that accepts the URL. */
  static Optional<Driver> accepting(String url) {
    try {
      return Optional.of(DriverManager.getDriver(url));
    } catch (SQLException e) {
      return plugIn(url);
    }
  }

  private static Optional<Driver> plugIn(String url) {
    Iterator<Driver> drivers = ServiceLoader.load(Driver.class).iterator();
    while (true) {
      try {
        if (!drivers.hasNext()) {
          return Optional.empty();
        }
        Driver driver = drivers.next();
        if (driver.acceptsURL(url)) {
          return Optional.of(driver);
        }
      } catch (ServiceConfigurationError | SQLException e) {
        LOGGER.debug("A JDBC driver is passed over", e);
      }
    }
  }
}

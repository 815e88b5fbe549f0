package dev.skimmer.jdbc.destination;

import static dev.skimmer.spi.ErrorCode.CONFIG_INVALID;

import dev.skimmer.spi.ConnectorException;
import dev.skimmer.text.Printable;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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

  /**
   * Returns a driver that accepts the URL.
   *
   * @throws ConnectorException with {@code CONFIG_INVALID} when there is none
   */
  static Driver accepting(JdbcUrl url) {
    try {
      return DriverManager.getDriver(url.text());
    } catch (SQLException e) {
      return plugIn(url);
    }
  }

  private static Driver plugIn(JdbcUrl url) {
    Iterator<Driver> drivers = ServiceLoader.load(Driver.class).iterator();
    List<String> passedOver = new ArrayList<>();
    while (true) {
      try {
        if (!drivers.hasNext()) {
          throw none(url, passedOver);
        }
        Driver driver = drivers.next();
        if (driver.acceptsURL(url.text())) {
          return driver;
        }
      } catch (ServiceConfigurationError | LinkageError | SQLException e) {
        LOGGER.debug("A JDBC driver is passed over", e);
        passedOver.add(Printable.brief(String.valueOf(e.getMessage())));
      }
    }
  }

  private static ConnectorException none(JdbcUrl url, List<String> passedOver) {
    return new ConnectorException(
        CONFIG_INVALID,
        "Cannot open %s: no JDBC driver accepts this URL%s. Correct it, or put the driver's jar into the folder drivers, or name the jar with --driver-path."
            .formatted(
                url.printable(),
                passedOver.isEmpty()
                    ? ""
                    : ", and some could not be loaded (" + String.join("; ", passedOver) + ")"));
  }
}

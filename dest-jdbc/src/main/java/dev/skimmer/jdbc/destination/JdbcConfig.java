package dev.skimmer.jdbc.destination;

import dev.skimmer.config.Property;
import dev.skimmer.config.Secret;
import java.util.Map;
import java.util.Optional;

/**
 * Where a database is and who we are there.
 *
 * @param url what the driver understands, without a secret in it
 * @param username may be missing where the driver knows it otherwise
 * @param password may be missing where the driver knows it otherwise
 * @param schema the schema of tables whose name has none; the database's default where it is empty
 * @param properties handed to the driver
 */
public record JdbcConfig(
    @Property(
            name = "url",
            description = "The JDBC URL, without user and password",
            example = "jdbc:postgresql://localhost:5432/shop")
        String url,
    @Property(name = "username", description = "The user of the database")
        Optional<String> username,
    @Property(name = "password", description = "The password of that user")
        Optional<Secret> password,
    @Property(
            name = "schema",
            description = "The schema of the tables, which must exist; the user's own by default",
            example = "copies")
        Optional<String> schema,
    @Property(
            name = "properties",
            description =
                "An object whose values go to the driver as they are, such as sslmode for TLS")
        Map<String, Secret> properties) {
  public JdbcConfig {
    properties = Map.copyOf(properties);
    if (!url.startsWith("jdbc:")) {
      throw new IllegalArgumentException(
          "url must begin with jdbc:, such as jdbc:postgresql://localhost:5432/shop");
    }
    JdbcUrl.of(url).requireNoSecret();
  }
}

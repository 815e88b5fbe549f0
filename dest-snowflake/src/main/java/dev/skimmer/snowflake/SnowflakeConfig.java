package dev.skimmer.snowflake;

import dev.skimmer.config.Property;
import dev.skimmer.config.Secret;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the tables are and who we are there.
 *
 * @param account the account identifier
 * @param url the server, where it does not follow from the account
 * @param user may be missing with an OAuth token only, which names the user itself
 * @param role the user's default role where it is empty
 * @param warehouse the user's default warehouse where it is empty
 * @param database holds the schema
 * @param schema the schema of state, and of tables whose name has none
 * @param privateKeyFile PEM file (PKCS #8)
 * @param privateKeyPwd the passphrase of that file
 * @param oauthToken an access token of OAuth
 * @param accessToken a programmatic access token
 * @param password the password of the user
 * @param queryTag stands beside each statement in the query history
 * @param flushIntervalSeconds the least time between two commits
 * @param maxFileBytes how large a file may grow, compressed
 * @param properties handed to the driver
 */
public record SnowflakeConfig(
    @Property(
            name = "account",
            description = "The account identifier; needed unless url is given",
            example = "acme-analytics")
        Optional<String> account,
    @Property(
            name = "url",
            description = "The server, where it is not ACCOUNT.snowflakecomputing.com",
            example = "https://acme-analytics.privatelink.snowflakecomputing.com")
        Optional<String> url,
    @Property(name = "user", description = "The user; an OAuth token may do without")
        Optional<String> user,
    @Property(name = "role", description = "The role to use; the user's default role by default")
        Optional<String> role,
    @Property(
            name = "warehouse",
            description = "The warehouse that does the work; the user's default by default")
        Optional<String> warehouse,
    @Property(name = "database", description = "The database, which must exist") String database,
    @Property(
            name = "schema",
            description = "The schema of the state and of tables without one, which must exist")
        String schema,
    @Property(
            name = "private_key_file",
            description = "PEM file (PKCS #8) of the user's private key: the sign-in to prefer")
        Optional<Path> privateKeyFile,
    @Property(name = "private_key_pwd", description = "Passphrase of the private key file")
        Optional<Secret> privateKeyPwd,
    @Property(name = "oauth_token", description = "OAuth access token, instead of a private key")
        Optional<Secret> oauthToken,
    @Property(
            name = "access_token",
            description = "Programmatic access token, instead of a private key")
        Optional<Secret> accessToken,
    @Property(
            name = "password",
            description = "Password, instead of a private key, where the account still allows it")
        Optional<Secret> password,
    @Property(
            name = "query_tag",
            description = "Stands beside each statement in the query history",
            defaultValue = SnowflakeConfig.DEFAULT_QUERY_TAG)
        String queryTag,
    @Property(
            name = "flush_interval_seconds",
            description =
                "Seconds between two commits at least, because each keeps the warehouse running",
            defaultValue = "60",
            min = 0,
            max = 3600)
        int flushIntervalSeconds,
    @Property(
            name = "max_file_bytes",
            description = "How large an uploaded file may grow, compressed",
            defaultValue = "134217728",
            min = 1024,
            max = 4L << 30)
        long maxFileBytes,
    @Property(
            name = "properties",
            description = "An object whose values go to the driver as they are, such as proxyHost")
        Map<String, Secret> properties) {
  /** What {@link #queryTag()} is where nothing is said. */
  public static final String DEFAULT_QUERY_TAG = "skimmer";

  public SnowflakeConfig {
    properties = Map.copyOf(properties);
    if (account.isEmpty() && url.isEmpty()) {
      throw new IllegalArgumentException(
          "account is missing: the part before .snowflakecomputing.com, such as acme-analytics");
    }
    account.ifPresent(SnowflakeConfig::requireAccount);
    url.ifPresent(ServerUrl::of);
    long signIns =
        Stream.of(privateKeyFile, oauthToken, accessToken, password)
            .filter(Optional::isPresent)
            .count();
    if (signIns != 1) {
      throw new IllegalArgumentException(
          "exactly one of private_key_file, oauth_token, access_token and password is needed, but there are "
              + signIns);
    }
    if (user.isEmpty() && oauthToken.isEmpty()) {
      throw new IllegalArgumentException("user is missing");
    }
    if (privateKeyPwd.isPresent() && privateKeyFile.isEmpty()) {
      throw new IllegalArgumentException(
          "private_key_pwd is for a private_key_file, and there is none");
    }
  }

  /** Returns where to connect. */
  ServerUrl server() {
    return url.map(ServerUrl::of).orElseGet(() -> ServerUrl.ofAccount(account.orElseThrow()));
  }

  private static void requireAccount(String account) {
    if (!account.matches("[A-Za-z0-9_.-]+") || account.contains("snowflakecomputing")) {
      throw new IllegalArgumentException(
          "account must be the part before .snowflakecomputing.com, such as acme-analytics");
    }
  }
}

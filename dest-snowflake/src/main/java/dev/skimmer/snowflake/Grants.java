package dev.skimmer.snowflake;

/**
 * Says what to run in Snowflake, with the names of the configuration, when something is refused.
 */
final class Grants {
  private final SnowflakeConfig config;
  private final String role;
  private final String database;
  private final String schema;

  Grants(SnowflakeConfig config) {
    this.config = config;
    this.role = config.role().map(Names::written).orElse("the_role_of_the_user");
    this.database = Names.written(config.database());
    this.schema = database + "." + Names.written(config.schema());
  }

  String warehouse() {
    return config
        .warehouse()
        .map(Names::written)
        .map(
            name ->
                ("Run: ALTER WAREHOUSE %1$s SET AUTO_RESUME = TRUE; ALTER WAREHOUSE %1$s RESUME;"
                        + " GRANT USAGE ON WAREHOUSE %1$s TO ROLE %2$s. If a resource monitor suspended"
                        + " it, raise its quota.")
                    .formatted(name, role))
        .orElse("Name a warehouse that the role may use as warehouse.");
  }

  String tables() {
    return "Run: %s GRANT CREATE TABLE, CREATE STAGE ON SCHEMA %s TO ROLE %s. A table that another role created must be handed over: GRANT OWNERSHIP ON TABLE ... TO ROLE %s COPY CURRENT GRANTS."
        .formatted(usage(), schema, role, role);
  }

  String places() {
    return "Correct database, schema and warehouse, or run: CREATE SCHEMA IF NOT EXISTS %s; %s%s"
        .formatted(
            schema,
            usage(),
            config
                .warehouse()
                .map(
                    name ->
                        " GRANT USAGE ON WAREHOUSE %s TO ROLE %s."
                            .formatted(Names.written(name), role))
                .orElse(""));
  }

  String role() {
    return "Correct role, or run: GRANT ROLE %s TO USER %s."
        .formatted(role, config.user().map(Names::written).orElse("the_user"));
  }

  String signIn() {
    String user = config.user().map(Names::written).orElse("the_user");
    return config.privateKeyFile().isPresent()
        ? "Correct user, private_key_file and private_key_pwd, or give the user the public key: ALTER USER %s SET RSA_PUBLIC_KEY = '...'."
            .formatted(user)
        : "Correct user and password or token, or use a private_key_file, which does not run out.";
  }

  String account() {
    return "Correct account, or url: no account answers at %s. SELECT CURRENT_ORGANIZATION_NAME() || '-' || CURRENT_ACCOUNT_NAME() tells it."
        .formatted(config.server().host());
  }

  private String usage() {
    return "GRANT USAGE ON DATABASE %s TO ROLE %s; GRANT USAGE ON SCHEMA %s TO ROLE %s;"
        .formatted(database, role, schema, role);
  }
}

package dev.skimmer.dragonfly;

import dev.skimmer.config.Property;
import dev.skimmer.config.Secret;
import dev.skimmer.dragonfly.extract.OnUnsupported;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The configuration of the source {@code dragonfly}. */
public record DragonflyConfig(
    @Property(
            name = "uri",
            description =
                "All of the next six keys in one: `redis://user:password@host:port/database`,"
                    + " `rediss:` for TLS; special characters as `%40`. Also"
                    + " `redis-socket://user:password@/path?database=0` for a Unix socket, and"
                    + " `redis-sentinel://user:password@host:port,host:port/database#master` for"
                    + " sentinels, `rediss-sentinel:` for TLS",
            replaces = {"host", "port", "username", "password", "database", "ssl"},
            example = "rediss://sync:${env:DRAGONFLY_PASSWORD}@dragonfly.example.com:6379/0")
        Optional<ServerUri> uri,
    @Property(
            name = "host",
            description = "Server host name or IP address",
            example = "dragonfly.example.com")
        String host,
    @Property(name = "port", description = "Server port", min = 1, max = 65535, example = "6379")
        int port,
    @Property(name = "username", description = "ACL user, if not the default user")
        Optional<String> username,
    @Property(
            name = "password",
            description = "Password of the user",
            example = "${env:DRAGONFLY_PASSWORD}")
        Optional<Secret> password,
    @Property(
            name = "database",
            description =
                "Number of the database from 0 to 15, a list such as 0,3,7, or * for all; each gets a table",
            defaultValue = "0")
        DatabaseSelection database,
    @Property(name = "ssl", description = "Whether to use TLS", defaultValue = "false") boolean ssl,
    @Property(
            name = "ssl_ca_file",
            description = "PEM file of the CA to trust instead of the platform's")
        Optional<Path> sslCaFile,
    @Property(name = "ssl_cert_file", description = "PEM file of the client certificate")
        Optional<Path> sslCertFile,
    @Property(
            name = "ssl_key_file",
            description = "PEM file (PKCS #8) of the key of the client certificate")
        Optional<Path> sslKeyFile,
    @Property(
            name = "ssl_verify",
            description = "Whether the server has to prove who it is",
            defaultValue = "full")
        SslVerify sslVerify,
    @Property(
            name = "sentinel_username",
            description = "ACL user of the sentinels, if not their default user")
        Optional<String> sentinelUsername,
    @Property(
            name = "sentinel_password",
            description = "Password of the sentinels, which know users of their own",
            example = "${env:SENTINEL_PASSWORD}")
        Optional<Secret> sentinelPassword,
    @Property(
            name = "table_name",
            description = "Name of the main table",
            defaultValue = "dragonfly_data")
        String tableName,
    @Property(
            name = "key_pattern",
            description = "Glob pattern of the keys to copy",
            defaultValue = "*",
            example = "user:*")
        String keyPattern,
    @Property(
            name = "batch_size",
            description = "Keys that a SCAN asks for",
            defaultValue = "1000",
            min = 1,
            max = 100_000)
        int batchSize,
    @Property(
            name = "timeout_seconds",
            description =
                "Seconds for which the server may be silent while it owes a reply, or not be ready",
            defaultValue = "30",
            min = 1)
        int timeoutSeconds,
    @Property(
            name = "max_value_bytes",
            description = "Largest value that is copied, in bytes; an element counts 8 more",
            defaultValue = "16777216",
            min = DragonflyConfig.LEAST_VALUE_BYTES,
            max = 536_870_912)
        long maxValueBytes,
    @Property(
            name = "on_unsupported",
            description =
                "What becomes of keys of unknown types: a row without value, no row, or a stop",
            defaultValue = "report")
        OnUnsupported onUnsupported,
    @Property(
            name = "timeseries_lookback",
            description =
                "How far before the last sample of a series late and overwritten samples are looked for",
            defaultValue = "1h")
        Duration timeSeriesLookback,
    @Property(
            name = "timeseries_mirror",
            description = "Whether samples go that the retention of their series has trimmed",
            defaultValue = "false")
        boolean timeSeriesMirror,
    @Property(
            name = "timeseries_verify_hours",
            description =
                "Hours after which a series is compared from its beginning again; 0 for never",
            defaultValue = "24",
            min = 0,
            max = 8760)
        int timeSeriesVerifyHours,
    @Property(
            name = "stream_mirror",
            description = "Whether entries go that were trimmed or deleted from their stream",
            defaultValue = "false")
        boolean streamMirror,
    @Property(
            name = "hash_field_expiry",
            description =
                "Whether to copy the expiries of hash fields, too, into a column field_expires_at",
            defaultValue = "false")
        boolean hashFieldExpiry,
    @Property(
            name = "trust_digest",
            description =
                "Whether a string is not read whose DIGEST the server (Redis 8.4, Dragonfly 1.37) says to be that of its row; rests on a hash of 64 bits",
            defaultValue = "false")
        boolean trustDigest,
    @Property(
            name = "target_latency_ms",
            description =
                "How many milliseconds others may have to wait for the server because of the reading, which gives way when it is more; 0 not to watch",
            defaultValue = "10",
            min = 0,
            max = 60_000)
        int targetLatencyMillis,
    @Property(
            name = "max_keys_per_second",
            description = "How many keys a second are read at most; 0 for no limit",
            defaultValue = "0",
            min = 0,
            max = 1_000_000_000)
        int maxKeysPerSecond,
    @Property(
            name = "max_bytes_per_second",
            description = "How many bytes a second are read at most; 0 for no limit",
            defaultValue = "0",
            min = 0,
            max = 1_000_000_000_000L)
        long maxBytesPerSecond) {
  /** Every reply is held to the bound, and the server's answers about types and times need some. */
  static final long LEAST_VALUE_BYTES = 100;

  /** Checks what concerns more than one property. */
  public DragonflyConfig {
    if (sslCertFile.isPresent() != sslKeyFile.isPresent()) {
      throw new IllegalArgumentException(
          "ssl_cert_file and ssl_key_file belong together: set both, or neither");
    }
    if (!ssl && (sslCaFile.isPresent() || sslCertFile.isPresent())) {
      throw new IllegalArgumentException(
          "ssl_ca_file and ssl_cert_file do nothing while ssl is false: set ssl to true");
    }
    if (ssl && host.startsWith("/")) {
      throw new IllegalArgumentException(
          "ssl is for hosts, and host is the path of a Unix socket: set ssl to false");
    }
    if (uri.flatMap(ServerUri::master).isEmpty()
        && (sentinelUsername.isPresent() || sentinelPassword.isPresent())) {
      throw new IllegalArgumentException(
          "sentinel_username and sentinel_password are for sentinels, which uri has to name:"
              + " redis-sentinel://HOST:PORT#MASTER");
    }
    if (sentinelUsername.isPresent() && sentinelPassword.isEmpty()) {
      throw new IllegalArgumentException(
          "sentinel_username needs a password: set sentinel_password");
    }
    if (username.isPresent() && password.isEmpty()) {
      throw new IllegalArgumentException("username needs a password: set password");
    }
  }
}

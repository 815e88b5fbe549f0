package dev.skimmer.jdbc.dialect;

/** The two databases that speak MySQL's dialect, and where they part. */
enum MySqlFamily {
  /** Its collation without padding compares code points, and so bytes. */
  MARIADB("MariaDB", 10, "utf8mb4_nopad_bin"),
  MYSQL("MySQL", 8, "utf8mb4_0900_bin");

  private final String product;
  private final int oldestVersion;
  private final String bytewise;

  MySqlFamily(String product, int oldestVersion, String bytewise) {
    this.product = product;
    this.oldestVersion = oldestVersion;
    this.bytewise = bytewise;
  }

  String product() {
    return product;
  }

  int oldestVersion() {
    return oldestVersion;
  }

  /** Returns a collation that tells apart whatever differs in a byte, trailing spaces included. */
  String bytewise() {
    return bytewise;
  }
}

package dev.skimmer.duckdb;

class DuckDbPrimaryKeyContractTest extends DuckDbContractTest {
  @Override
  DuckDbConfig config() {
    DuckDbConfig plain = super.config();
    return new DuckDbConfig(plain.path(), "256MB", 1, true);
  }
}

package dev.skimmer.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skimmer.jdbc.dialect.Dialects;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** A null that has no type is an error in Oracle's driver (ORA-17004). */
class NullSchemaTest {
  private final List<Object> nullTypes = new ArrayList<>();

  @Test
  void looksForATableWithASchemaThatIsATextEvenWhereItIsNull() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
        Handle handle = Jdbi.open(watched(connection))) {
      TableName name = new TableName(Optional.empty(), "copy");
      assertThat(Dialects.guess("jdbc:h2:").find(handle, name)).isEmpty();
    }
    assertThat(nullTypes).containsExactly(Types.VARCHAR);
  }

  private Connection watched(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              Object result = call(connection, method, arguments);
              return result instanceof PreparedStatement statement ? watched(statement) : result;
            });
  }

  private PreparedStatement watched(PreparedStatement statement) {
    return (PreparedStatement)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("setNull")) {
                nullTypes.add(arguments[1]);
              }
              return call(statement, method, arguments);
            });
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}

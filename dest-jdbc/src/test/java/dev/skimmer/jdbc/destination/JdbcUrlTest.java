package dev.skimmer.jdbc.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class JdbcUrlTest {
  private static final List<String> WITH =
      List.of(
          "jdbc:postgresql://h/shop?user=u&password=hunter2",
          "jdbc:postgresql://h/shop?sslpassword=hunter2",
          "jdbc:sqlserver://h;user=sa; Password = hunter2",
          "jdbc:sqlserver://h;accessToken=hunter2",
          "jdbc:h2:tcp://h/shop;USER=sa;PASSWORD=hunter2",
          "jdbc:mysql://u:hunter2@h/shop",
          "jdbc:mysql://u:hun?ter2@h/shop",
          "jdbc:mysql://u:hun;ter2@h/shop",
          "jdbc:mysql://u:hun/ter2@h/shop",
          "jdbc:mysql://u:2@h/shop",
          "jdbc:mysql://(host=h,user=u,password=hunter2)/shop",
          "jdbc:mysql://address=(host=h)(user=u)(password=hunter2)/shop",
          "jdbc:oracle:thin:scott/hunter2@//h:1521/shop",
          "jdbc:oracle:thin:scott/hun?t@er2@h:1521:shop");

  private static final List<String> WITHOUT =
      List.of(
          "jdbc:postgresql://h:5432,i:5432/shop?user=u@h&options=-c%20x",
          "jdbc:postgresql://[::1]:5432/shop?user=u@h",
          "jdbc:sqlserver://h\\instance:1433;user=u@h",
          "jdbc:oracle:thin:@//h:1521/shop",
          "jdbc:oracle:thin:@h:1521:shop",
          "jdbc:oracle:thin:/@wallet",
          "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=h)(PORT=1521))(CONNECT_DATA=(SID=shop)))",
          "jdbc:sqlite:/tmp/a@b/c:d@e.sqlite",
          "jdbc:h2:~/shop;MODE=PostgreSQL");

  @TestFactory
  Stream<DynamicTest> aPasswordInAUrlIsRefusedAndNotPrinted() {
    return WITH.stream()
        .map(
            url ->
                dynamicTest(
                    url,
                    () -> {
                      assertThatThrownBy(() -> Configs.of(url))
                          .isInstanceOf(IllegalArgumentException.class)
                          .hasMessageContaining("url must hold no password")
                          .hasMessageNotContaining("ter2");
                    }));
  }

  @TestFactory
  Stream<DynamicTest> anyOtherUrlIsTaken() {
    return WITHOUT.stream()
        .map(
            url ->
                dynamicTest(
                    url,
                    () -> {
                      assertThat(Configs.of(url).url()).isEqualTo(url);
                    }));
  }

  @Test
  void userAndPasswordAreTakenOutOfTheShortForm() {
    assertThat(JdbcUrl.of("jdbc:postgresql://h/shop?user=u&password=a;b&sslmode=require").parse())
        .isEqualTo(
            Map.of(
                "url", "jdbc:postgresql://h/shop?sslmode=require",
                "username", "u",
                "password", "a;b"));
    assertThat(JdbcUrl.of("jdbc:sqlserver://h;databaseName=shop;user=u;password=a&b").parse())
        .isEqualTo(
            Map.of(
                "url", "jdbc:sqlserver://h;databaseName=shop", "username", "u", "password", "a&b"));
  }

  @Test
  void percentSignsAreDecodedWhereTheDriverWouldDoIt() {
    for (String product : List.of("postgresql", "mysql")) {
      String url = "jdbc:" + product + "://h/shop?password=";
      assertThat(JdbcUrl.of(url + "a%26b").parse()).containsEntry("password", "a&b");
      assertThatThrownBy(() -> JdbcUrl.of(url + "hunter%zz2").parse())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("%25")
          .hasMessageNotContaining("zz");
    }
    assertThat(JdbcUrl.of("jdbc:mariadb://h/shop?password=a%26b").parse())
        .containsEntry("password", "a%26b");
  }
}

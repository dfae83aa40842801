import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Parses each file as one statement of Trino's SQL and prints a line for each: "ok", or what is wrong and where.
 *
 * By reflection, so that any javac can compile it: Trino's own classes need the newest one.
 */
public class ParseFiles {
  public static void main(String[] files) throws Exception {
    var type = Class.forName("io.trino.sql.parser.SqlParser");
    var parser = type.getDeclaredConstructor().newInstance();
    var parse = type.getMethod("createStatement", String.class);
    for (var file : files) {
      try {
        parse.invoke(parser, Files.readString(Path.of(file)));
        System.out.println("ok");
      } catch (InvocationTargetException failure) {
        System.out.println(String.valueOf(failure.getCause().getMessage()).replace('\n', ' '));
      }
    }
  }
}

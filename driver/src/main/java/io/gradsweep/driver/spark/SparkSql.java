package io.gradsweep.driver.spark;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.SystemFailure;
import io.gradsweep.driver.query.DecimalLiterals;
import io.gradsweep.driver.query.SqlCharacters;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.types.DecimalType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/** Spark's SQL for the reading commands: it reads the study and nothing else. */
final class SparkSql {

  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.sql.ansi.enabled", "true",
          "spark.sql.ansi.doubleQuotedIdentifiers", "true", // as standard SQL and DuckDB have them
          "spark.sql.runSQLOnFiles", "false", // no SELECT from parquet.`/any/file`
          "spark.sql.datetime.java8API.enabled", "true", // instants, not this machine's local times
          "spark.sql.timestampType", "TIMESTAMP_NTZ", // times without a zone get none, as in DuckDB
          "spark.sql.session.timeZone", "UTC");

  /** Functions that call Java methods by name, which are forbidden in a query. */
  private static final List<String> FORBIDDEN = List.of("java_method", "reflect", "try_reflect");

  private static final String PARTITIONS = "spark.sql.shuffle.partitions";

  private SparkSql() {}

  static SparkSession session(SparkRuntime spark) {
    SparkSession session = spark.session();
    SETTINGS.forEach(session.conf()::set);
    if (!spark.isSet(PARTITIONS)) {
      session.conf().set(PARTITIONS, Integer.toString(spark.slots()));
    }
    FunctionRegistry functions = classic(session).sessionState().functionRegistry();
    CollectionConverters.asJava(functions.listFunction()).stream()
        .filter(function -> FORBIDDEN.contains(function.funcName()))
        .toList()
        .forEach(functions::dropFunction);
    return session;
  }

  private static org.apache.spark.sql.classic.SparkSession classic(SparkSession session) {
    return (org.apache.spark.sql.classic.SparkSession) session;
  }

  /**
   * Refuses a text that Spark's parser cannot read, with its words, and one that is more than a
   * query.
   *
   * @return the query with its decimal literals as doubles
   */
  static String requireQuery(SparkSession session, String sql) {
    LogicalPlan plan = parse(session, sql);
    boolean query = !holdsCommand(plan);
    try {
      // Nothing that writes can be in the place of a table.
      parse(session, "SELECT * FROM (\n" + sql.strip().replaceAll(";+$", "") + "\n)");
    } catch (RequestException e) {
      query = false;
    }
    if (!query) {
      throw new RequestException("Cannot answer query: not a query (must be one SELECT)");
    }
    SortedSet<Integer> starts = new TreeSet<>();
    plans(plan).forEach(part -> decimals(part.expressions(), sql, starts));
    return DecimalLiterals.suffixed(sql, starts, "D");
  }

  /** Adds the positions of decimal literals, unless they are cast to DECIMAL. */
  private static void decimals(Seq<Expression> expressions, String sql, SortedSet<Integer> starts) {
    for (Expression expression : CollectionConverters.asJava(expressions)) {
      if (expression instanceof Literal literal && literal.dataType() instanceof DecimalType) {
        OptionConverters.toJava(literal.origin().startIndex())
            .ifPresent(start -> starts.add(sql.offsetByCodePoints(0, (Integer) start)));
      }
      boolean exact =
          expression instanceof Cast cast
              && cast.dataType() instanceof DecimalType
              && cast.child() instanceof Literal;
      if (!exact) {
        decimals(expression.children(), sql, starts);
      }
    }
  }

  private static LogicalPlan parse(SparkSession session, String sql) {
    try {
      return answered(session, () -> classic(session).sessionState().sqlParser().parsePlan(sql));
    } catch (RequestException e) {
      throw new RequestException(SqlCharacters.SPARK.named(e.getMessage(), sql));
    }
  }

  /** Whether anything in a plan does more than read tables: TRANSFORM … USING runs a program. */
  private static boolean holdsCommand(LogicalPlan plan) {
    return plans(plan)
        .anyMatch(part -> part instanceof Command || part instanceof ScriptTransformation);
  }

  /** A plan and all plans inside of it. */
  private static Stream<LogicalPlan> plans(LogicalPlan plan) {
    Stream<LogicalPlan> inner =
        Stream.of(plan.children(), plan.innerChildren(), plan.subqueries())
            .flatMap(plans -> CollectionConverters.asJava((Seq<?>) plans).stream())
            .filter(LogicalPlan.class::isInstance)
            .flatMap(query -> plans((LogicalPlan) query));
    return Stream.concat(Stream.of(plan), inner);
  }

  /**
   * Answers a query by Spark; its refusals become our exceptions.
   *
   * @throws RequestException if the query is wrong, or its data
   * @throws SystemFailure if the cluster failed
   */
  static <T> T answered(SparkSession session, Callable<T> question) {
    try {
      return question.call();
    } catch (RequestException | SystemFailure e) {
      throw e;
    } catch (Exception e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (isOfTheQuery(cause)) {
          throw new RequestException("Cannot answer query: " + words(cause));
        }
      }
      throw new SystemFailure(
          "Cannot answer query: %s (%s)"
              .formatted(
                  SystemFailure.firstLine(e),
                  session.sparkContext().isLocal()
                      ? "Spark's log has more: " + System.getProperty("gradsweep.log")
                      : "is the cluster up, with room for it?"),
          e);
    }
  }

  /** SQL states of class 22 are wrong data, 42 wrong queries, 54 queries that are too complex. */
  private static boolean isOfTheQuery(Throwable thrown) {
    return thrown instanceof SparkThrowable spark
        && spark.getSqlState() != null
        && spark.getSqlState().matches("(22|42|54).*");
  }

  private static String words(Throwable thrown) {
    return thrown instanceof AnalysisException analysis
        ? analysis.getSimpleMessage().strip()
        : String.valueOf(thrown.getMessage()).strip();
  }
}

package dev.ordeal.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.run.RunOptions;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.targets.foreign.Breaches;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is said to the builder decides the run. */
class OrdealBuilderTest {
  /** A method of the builder, a call of it, and what the run has of it. */
  record Said(
      String method,
      UnaryOperator<OrdealBuilder> call,
      Function<RunOptions, Object> shown,
      Object expected) {
    @Override
    public String toString() {
      return method;
    }
  }

  private static Said said(
      String method,
      UnaryOperator<OrdealBuilder> call,
      Function<RunOptions, Object> shown,
      Object expected) {
    return new Said(method, call, shown, expected);
  }

  static final List<Said> ALL =
      List.of(
          said("workload", b -> b.workload("lock"), RunOptions::workload, "lock"),
          said(
              "consistency",
              b -> b.workload("list-append").consistency("serializable"),
              RunOptions::consistency,
              "serializable"),
          said(
              "faults",
              b -> b.faults("pause", "latency"),
              o -> o.faults().stream().map(FaultType::name).toList(),
              List.of("pause", "latency")),
          said("faults", b -> b.faults(), RunOptions::faults, List.of()),
          said("environment", b -> b.environment("netns"), RunOptions::environment, "netns"),
          said(
              "image",
              b -> b.environment("docker").image("debian:13"),
              o -> o.environmentSettings().image(),
              "debian:13"),
          said("nodes", b -> b.nodes(7), RunOptions::nodes, 7),
          said("nodes", b -> b.nodes(7), RunOptions::threads, 14),
          said("threads", b -> b.threads(3), RunOptions::threads, 3),
          said("rate", b -> b.rate(77), RunOptions::rate, 77.0),
          said("time", b -> b.time(seconds(9)), RunOptions::timeLimit, seconds(9)),
          said(
              "operationTimeout",
              b -> b.operationTimeout(seconds(9)),
              RunOptions::operationTimeout,
              seconds(9)),
          said(
              "recoveryTime",
              b -> b.recoveryTime(seconds(9)),
              RunOptions::recoveryTime,
              seconds(9)),
          said("checkTime", b -> b.checkTime(seconds(9)), RunOptions::checkTime, seconds(9)),
          said(
              "steadyState",
              b -> b.steadyState("success=90%"),
              o -> o.experiment().steadyState(),
              "success=90%"),
          said("bugs", b -> b.bugs("split-brain"), RunOptions::bugs, List.of("split-brain")),
          said("bugs", b -> b.bugs("torn-transaction"), RunOptions::workload, "list-append"),
          said("seed", b -> b.seed(5), RunOptions::seed, 5L),
          said("folder", b -> b.folder(Path.of("else")), RunOptions::out, Path.of("else")));

  private static Duration seconds(int count) {
    return Duration.ofSeconds(count);
  }

  private static RunOptions options(UnaryOperator<OrdealBuilder> call) throws Exception {
    return call.apply(Ordeal.of("brittle")).planned(new Breaches(text -> {})).options();
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void whatIsSaidDecidesTheRun(Said said) throws Exception {
    assertThat(said.shown().apply(options(b -> b))).isNotEqualTo(said.expected());
    assertThat(said.shown().apply(options(said.call()))).isEqualTo(said.expected());
  }

  /** A method that is added has to be shown to do something. */
  @Test
  void noMethodIsLeftOut() {
    Stream<String> methods =
        Arrays.stream(OrdealBuilder.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
            .map(Method::getName)
            .filter(name -> !name.equals("run"));
    assertThat(ALL.stream().map(Said::method).distinct())
        .containsExactlyInAnyOrderElementsOf(methods.toList());
  }

  /** As the command line has it: the faults of every bug that is switched on. */
  @Test
  void theFaultsAreThoseThatExposeTheBugs() throws Exception {
    assertThat(options(b -> b.bugs("split-brain", "lease-clock")).faults())
        .extracting(FaultType::name)
        .containsAll(
            options(b -> b.bugs("split-brain")).faults().stream().map(FaultType::name).toList())
        .containsAll(
            options(b -> b.bugs("lease-clock")).faults().stream().map(FaultType::name).toList());
  }

  @Test
  void nothingIsTakenForAnAnswer() {
    OrdealBuilder builder = Ordeal.of("brittle");
    assertThatThrownBy(() -> builder.workload(null)).hasMessage("workload");
    assertThatThrownBy(() -> builder.time(null)).hasMessage("time");
    assertThatThrownBy(() -> builder.folder(null)).hasMessage("folder");
  }
}

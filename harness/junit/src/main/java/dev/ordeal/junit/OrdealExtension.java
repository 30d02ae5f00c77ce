package dev.ordeal.junit;

import dev.ordeal.harness.run.RunDefaults;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Runs tests of {@link OrdealTest}. On a class, {@code @ExtendWith(OrdealExtension.class)} lets
 * plain tests publish their runs' reports, too.
 */
public final class OrdealExtension
    implements TestTemplateInvocationContextProvider, InvocationInterceptor {
  private static final int TIMES_MAX = 1_000;

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getTestMethod(), OrdealTest.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    return seeds(
            AnnotationSupport.findAnnotation(context.getTestMethod(), OrdealTest.class)
                .orElseThrow())
        .stream()
        .map(WithSeed::new);
  }

  private static List<Long> seeds(OrdealTest asked) {
    if (Seeds.asked().isPresent()) {
      return List.of(Seeds.asked().getAsLong());
    }
    List<Long> seeds = Arrays.stream(asked.seeds()).boxed().distinct().toList();
    if (seeds.size() < asked.seeds().length) {
      throw new IllegalArgumentException(
          "@OrdealTest(seeds = %s): one is named twice, which would test the same plan twice"
              .formatted(Arrays.toString(asked.seeds())));
    }
    if (!seeds.isEmpty() && asked.times() != 1) {
      throw new IllegalArgumentException(
          "@OrdealTest(seeds = %s, times = %d): leave one out; times is how many seeds are drawn"
              .formatted(Arrays.toString(asked.seeds()), asked.times()));
    }
    if (asked.times() < 1 || asked.times() > TIMES_MAX) {
      throw new IllegalArgumentException(
          "@OrdealTest(times = %d): it must be from 1 to %d".formatted(asked.times(), TIMES_MAX));
    }
    return seeds.isEmpty()
        ? LongStream.generate(RunDefaults::seed).distinct().limit(asked.times()).boxed().toList()
        : seeds;
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    within(new CurrentTest(context, OptionalLong.empty()), invocation);
  }

  /** Repeated and parameterized tests; those of {@link OrdealTest} have their seed within it. */
  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    within(new CurrentTest(context, OptionalLong.empty()), invocation);
  }

  private static void within(CurrentTest test, InvocationInterceptor.Invocation<Void> invocation)
      throws Throwable {
    try (test) {
      test.enter();
      invocation.proceed();
    }
  }

  /** One invocation of a test. */
  private record WithSeed(long seed) implements TestTemplateInvocationContext {
    @Override
    public String getDisplayName(int index) {
      return "seed " + seed;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(new SeedParameter(seed), new Interceptor(seed));
    }
  }

  private record Interceptor(long seed) implements InvocationInterceptor {
    @Override
    public void interceptTestTemplateMethod(
        Invocation<Void> invocation,
        ReflectiveInvocationContext<Method> method,
        ExtensionContext context)
        throws Throwable {
      within(new CurrentTest(context, OptionalLong.of(seed)), invocation);
    }
  }

  private record SeedParameter(long seed) implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == long.class
          && parameter.getDeclaringExecutable() instanceof Method;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return seed;
    }
  }
}

package dev.ordeal.workloads.generator;

import dev.ordeal.results.history.Event;
import dev.ordeal.workloads.client.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BiFunction;

/**
 * Runs a generator on a virtual clock against a simulated system: no threads, no waiting, the same
 * every time.
 */
public final class Simulator {
  private static final long PENDING_STEP_NANOS = 1_000_000;

  /** How the simulated system answers: an outcome after a latency in nanoseconds. */
  public record Answer(long latency, Outcome outcome) {}

  private record Running(long end, long order, Op op, Outcome outcome) {}

  private Simulator() {}

  /**
   * Runs a generator to its end, or until a number of events is reached.
   *
   * @param clientThreads how many client threads there are
   * @param system the answer to each operation and its number
   * @return what the history would hold
   */
  public static List<Event> run(
      Generator generator,
      int clientThreads,
      int eventsMax,
      BiFunction<Op.Invoke, Long, Answer> system) {
    List<Event> events = new ArrayList<>();
    PriorityQueue<Running> running =
        new PriorityQueue<>(
            Comparator.comparingLong(Running::end).thenComparingLong(Running::order));
    Context context = Context.start(clientThreads);
    Generator current = generator;
    long order = 0;
    while (events.size() < eventsMax) {
      Generator.Step step = current.next(context);
      boolean ends = !running.isEmpty();
      if (step instanceof Generator.Emit emit
          && (!ends || emit.op().time() <= running.peek().end())) {
        Op op = emit.op();
        context = context.withTime(Math.max(context.time(), op.time())).busy(op.thread());
        current = emit.next().update(context, GeneratorEvent.began(op));
        running.add(begin(op, context, events, order++, system));
      } else if (ends) {
        Running done = running.poll();
        context = context.withTime(Math.max(context.time(), done.end()));
        context = context.freed(done.op().thread());
        GeneratorEvent happening = end(done, context, events);
        if (done.outcome() instanceof Outcome.Info && done.op().thread() >= 0) {
          context = context.withNewProcess(done.op().thread());
        }
        current = current.update(context, happening);
      } else if (step instanceof Generator.Pending pending) {
        context = context.withTime(context.time() + PENDING_STEP_NANOS);
        current = pending.next();
        if (context.time() > Long.MAX_VALUE / 4) {
          throw new IllegalStateException("the generator stays pending for ever");
        }
      } else {
        return events;
      }
    }
    return events;
  }

  private static Running begin(
      Op op,
      Context context,
      List<Event> events,
      long order,
      BiFunction<Op.Invoke, Long, Answer> system) {
    long now = context.time();
    return switch (op) {
      case Op.Invoke invoke -> {
        events.add(
            Event.invoke(
                events.size(),
                now,
                context.process(op.thread()),
                invoke.call().function(),
                invoke.call().key(),
                invoke.call().argument()));
        Answer answer = system.apply(invoke, order);
        yield new Running(now + answer.latency(), order, op, answer.outcome());
      }
      case Op.Sleep sleep -> new Running(now + sleep.nanos(), order, op, null);
      case Op.Log log -> new Running(now, order, op, null);
    };
  }

  private static GeneratorEvent end(Running done, Context context, List<Event> events) {
    if (!(done.op() instanceof Op.Invoke invoke)) {
      return GeneratorEvent.ended(done.op());
    }
    Event event =
        Completions.event(
            events.size(),
            context.time(),
            context.process(invoke.thread()),
            invoke.call(),
            done.outcome());
    events.add(event);
    return GeneratorEvent.ended(invoke, event);
  }
}

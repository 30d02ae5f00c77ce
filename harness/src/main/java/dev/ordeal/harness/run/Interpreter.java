package dev.ordeal.harness.run;

import dev.ordeal.results.history.Event;
import dev.ordeal.targets.foreign.Blame;
import dev.ordeal.targets.foreign.Breaches;
import dev.ordeal.targets.foreign.ForeignCodeException;
import dev.ordeal.targets.foreign.ProtocolException;
import dev.ordeal.workloads.client.Outcome;
import dev.ordeal.workloads.generator.Completions;
import dev.ordeal.workloads.generator.Context;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.GeneratorEvent;
import dev.ordeal.workloads.generator.Generators;
import dev.ordeal.workloads.generator.Op;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Drives the clients as a generator says and records everything.
 *
 * <p>One thread asks the generator and records; each client thread has a worker. The rules:
 *
 * <ul>
 *   <li>Completions are taken before a new operation is asked for, so that no operation looks
 *       concurrent with one that had ended.
 *   <li>An invocation is on disk before the worker gets it.
 *   <li>An outcome that is unknown, or a client that failed or says that it is lost, ends the
 *       process: the thread goes on as the next one with a fresh client.
 *   <li>A call that has not ended by its deadline is recorded as unknown (a read: as failed) and
 *       its worker is replaced, so no client blocks another, or the end of the run.
 *   <li>Replaced workers that do not end are bounded in number; beyond it the run ends.
 * </ul>
 */
public final class Interpreter {
  private static final long PENDING_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long JOIN_MILLIS = 5_000;
  private static final int STUCK_MIN = 32;

  private record Completion(Worker worker, Outcome outcome, boolean isUsable) {}

  private record Deadline(long nanos, Running running) {}

  /** An operation under way. */
  private static final class Running {
    final Op op;
    final int process;
    final String node;
    boolean over;

    Running(Op op, int process, String node) {
      this.op = op;
      this.process = process;
      this.node = node;
    }
  }

  private final Recorder recorder;
  private final ClientFactory clients;
  private final long timeoutNanos;
  private final Consumer<Event> observer;
  private final Consumer<String> log;
  private final BooleanSupplier stopped;
  private final Breaches breaches;
  private final BlockingQueue<Completion> completions = new LinkedBlockingQueue<>();
  private final Worker[] workers;
  private final Running[] running;
  private final List<Worker> retired = new ArrayList<>();
  private final Deque<Deadline> deadlines = new ArrayDeque<>();
  private Context context;
  private Generator generator;
  private int underWay;
  private volatile long askedNanos;

  /** Why no client can be opened; empty while some can. */
  private volatile String unopenable = "";

  private boolean hasSucceeded;

  /**
   * @param timeout after which a call's outcome is recorded as unknown
   * @param observer told of every client event, on the interpreter's thread; must be quick
   * @param log told of every log line a generator asks for
   * @param stopped asked again and again; once it is true no operation is begun any more
   * @param breaches takes what clients do against their contract
   */
  public Interpreter(
      int threads,
      Recorder recorder,
      ClientFactory clients,
      Duration timeout,
      Consumer<Event> observer,
      Consumer<String> log,
      BooleanSupplier stopped,
      Breaches breaches) {
    this.recorder = recorder;
    this.clients = clients;
    this.timeoutNanos = timeout.toNanos();
    this.observer = observer;
    this.log = log;
    this.stopped = stopped;
    this.breaches = breaches;
    this.workers = new Worker[threads];
    this.running = new Running[threads];
    this.context = Context.start(threads);
  }

  /**
   * Runs a generator to its end. May be called again, and processes go on, but for those whose last
   * call failed: their threads go on as new ones, so that clients that a fault has cut off for good
   * are not taken for a system that does not answer.
   */
  public void run(Generator plan) throws IOException, InterruptedException {
    for (int thread = 0; thread < workers.length; thread++) {
      if (workers[thread] != null && running[thread] == null && workers[thread].hasFailed()) {
        context = context.withNewProcess(thread);
        retire(thread);
      }
    }
    generator = Generators.validate(Generators.clients(plan));
    boolean more = true;
    while (more || underWay > 0) {
      takeCompletions();
      if (!unopenable.isEmpty() && !hasSucceeded) {
        throw new ForeignCodeException(unopenable, null);
      }
      expire();
      context = context.withTime(recorder.now());
      more = more && !stopped.getAsBoolean();
      if (!more) {
        await(PENDING_NANOS);
        continue;
      }
      askedNanos = System.nanoTime();
      Generator.Step step = generator.next(context);
      askedNanos = 0;
      switch (step) {
        case Generator.Done done -> more = false;
        case Generator.Pending pending -> {
          generator = pending.next();
          await(PENDING_NANOS);
        }
        case Generator.Emit emit -> {
          long ahead = emit.op().time() - recorder.now();
          if (ahead > 0) {
            // Something may end before then; the generator is asked again from where it stands.
            await(Math.min(ahead, PENDING_NANOS));
          } else {
            begin(emit);
          }
        }
      }
    }
  }

  private void await(long nanos) throws IOException, InterruptedException {
    Completion completion = completions.poll(nanos, TimeUnit.NANOSECONDS);
    if (completion != null) {
      complete(completion);
    }
  }

  private void takeCompletions() throws IOException {
    for (Completion c = completions.poll(); c != null; c = completions.poll()) {
      complete(c);
    }
  }

  private void begin(Generator.Emit emit) throws IOException {
    Op op = emit.op();
    int thread = op.thread();
    if (op instanceof Op.Log line) {
      log.accept(line.message());
      generator = emit.next().update(context, GeneratorEvent.ended(op));
      return;
    }
    if (workers[thread] == null) {
      workers[thread] =
          new Worker(
              thread,
              clients,
              (w, outcome, isUsable) -> completions.add(new Completion(w, outcome, isUsable)),
              this::mistake);
    }
    Worker worker = workers[thread];
    worker.expect();
    Running started = new Running(op, context.process(thread), clients.node(thread));
    running[thread] = started;
    underWay++;
    context = context.busy(thread);
    switch (op) {
      case Op.Invoke invoke -> {
        deadlines.add(new Deadline(System.nanoTime() + timeoutNanos, started));
        Event event =
            recorder.record(
                (index, time) ->
                    Event.invoke(
                            index,
                            time,
                            started.process,
                            invoke.call().function(),
                            invoke.call().key(),
                            invoke.call().argument())
                        .on(started.node),
                () -> worker.invoke(invoke.call()));
        observer.accept(event);
      }
      case Op.Sleep sleep -> worker.sleep(sleep.nanos());
      case Op.Log line -> throw new IllegalStateException("handled above");
    }
    generator = emit.next().update(context, GeneratorEvent.began(op));
  }

  private void complete(Completion completion) throws IOException {
    Worker worker = completion.worker();
    int thread = worker.thread();
    if (workers[thread] != worker || running[thread] == null) {
      // Too late: the deadline has passed and the outcome is on record as unknown.
      return;
    }
    hasSucceeded |= completion.outcome() instanceof Outcome.Ok;
    end(running[thread], completion.outcome(), completion.isUsable());
  }

  /** A defect in a client's code: the call's outcome is recorded, and the defect is told. */
  private void mistake(String during, Throwable thrown) {
    String place = Blame.place(thrown);
    if (thrown instanceof ProtocolException protocol && protocol.isNotStarted()) {
      unopenable = "a client program cannot be started: " + thrown.getMessage();
    }
    breaches.add(
        "client " + during + thrown.getClass() + place,
        "client: %s threw %s%s".formatted(during, Blame.shown(thrown), place));
  }

  private void end(Running ended, Outcome outcome, boolean isUsable) throws IOException {
    int thread = ended.op.thread();
    ended.over = true;
    running[thread] = null;
    underWay--;
    context = context.withTime(recorder.now()).freed(thread);
    if (!(ended.op instanceof Op.Invoke invoke)) {
      generator = generator.update(context, GeneratorEvent.ended(ended.op));
      return;
    }
    Event event =
        recorder.record(
            (index, time) ->
                Completions.event(index, time, ended.process, invoke.call(), outcome)
                    .on(ended.node));
    observer.accept(event);
    if (outcome instanceof Outcome.Info || !isUsable) {
      context = context.withNewProcess(thread);
      retire(thread);
    }
    generator = generator.update(context, GeneratorEvent.ended(invoke, event));
  }

  private void retire(int thread) throws ForeignCodeException {
    Worker worker = workers[thread];
    workers[thread] = null;
    worker.abandon();
    retired.removeIf(old -> !old.isAlive());
    retired.add(worker);
    if (retired.size() > Math.max(STUCK_MIN, 3 * workers.length)) {
      reportStuck();
      throw new ForeignCodeException(
          "%d calls of clients have not returned, the last: %s"
              .formatted(retired.size(), worker.stuckIn()),
          null);
    }
  }

  private void expire() throws IOException {
    long now = System.nanoTime();
    while (!deadlines.isEmpty()
        && (deadlines.peek().running().over || deadlines.peek().nanos() - now <= 0)) {
      Running late = deadlines.poll().running();
      if (!late.over) {
        end(late, outcome(late), false);
      }
    }
  }

  /** What is known of a call whose deadline has passed. */
  private Outcome outcome(Running late) {
    if (workers[late.op.thread()].giveUp()) {
      return new Outcome.Fail("no-client: not open in time");
    }
    return Outcome.withoutAnswer(((Op.Invoke) late.op).call(), "timeout");
  }

  /** For how long the generator has been asked for an operation; 0 if it is not asked now. */
  long askingNanos() {
    long since = askedNanos;
    return since == 0 ? 0 : Math.max(1, System.nanoTime() - since);
  }

  /** Ends every worker; one that does not end within five seconds is a breach. */
  public void close() throws InterruptedException {
    for (Worker worker : workers) {
      if (worker != null) {
        worker.stop();
        retired.add(worker);
      }
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(JOIN_MILLIS);
    for (Worker worker : retired) {
      long left = deadline - System.nanoTime();
      if (!worker.join(Duration.ofNanos(Math.max(1_000_000, left)))) {
        worker.abandon();
      }
    }
    reportStuck();
  }

  private void reportStuck() {
    for (Worker worker : retired) {
      String what = worker.stuckIn();
      if (worker.isAlive() && !what.isEmpty()) {
        breaches.add(
            "client stuck" + what,
            "client of %s: %s, has not returned though it was interrupted and its client was closed"
                .formatted(clients.node(worker.thread()), what));
      }
    }
  }
}

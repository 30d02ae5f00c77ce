package dev.ordeal.nemesis;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.foreign.Breaches;
import dev.ordeal.targets.foreign.ForeignCodeException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Carries out a plan of faults on a cluster.
 *
 * <p>Each fault is in the journal, with the way to undo it, before it is injected, and in the
 * history before and after. It is looked at when it was injected, before it is undone and
 * afterwards. What would strike nothing is tried again for half of its time, then left out; in a
 * plan drawn from the seed, a kind of which nothing has held yet is put off instead while the run
 * lasts, and strikes any node where none leads. {@link #healAll} undoes whatever holds, in reverse
 * order, and goes on where one undoing fails. One thread runs the plan; {@link #current} and {@link
 * #stop} may be called by any.
 */
public final class Nemesis {
  private static final long POLL_MILLIS = 50;

  /** The shortest time of a fault that is put off until later in the run. */
  private static final long HOLD_MILLIS_MIN = 500;

  /** How late a drawn plan may be before it leaves out faults whose kinds have held. */
  private static final long LATE_MILLIS = 1_000;

  /** How long an injected fault may take until it is seen to hold. */
  private static final Duration LOOK_PATIENCE = Duration.ofSeconds(3);

  /** How long a call of a user's fault may take. */
  private static final Duration CALL_LIMIT = Duration.ofSeconds(20);

  /** An entry of the plan that has still to come; its number is that of its events. */
  private record Entry(long id, PlannedFault planned, long dueMillis) {
    Entry(long id, PlannedFault planned) {
      this(id, planned, planned.atMillis());
    }

    /** The same, undone as long after a moment as was planned, if it begins that late. */
    Entry lastingFrom(long millis) {
      long until = millis + planned.untilMillis() - planned.atMillis();
      return new Entry(id, planned.until(Math.max(planned.untilMillis(), until)), dueMillis);
    }
  }

  /**
   * A fault that holds.
   *
   * @param since what was seen when it began to hold; null if it had no effect
   * @param met faults that held at the same time, also if they have ended
   */
  private record Held(
      long id,
      List<Long> journalled,
      PlannedFault planned,
      Fault fault,
      Baseline since,
      List<Overlap.Met> met) {
    FaultType type() {
      return planned.type();
    }

    Overlap.Met asMet() {
      return new Overlap.Met(fault, type().consequences());
    }
  }

  private final Cluster cluster;
  private final List<PlannedFault> plan;
  private final boolean isByHand;
  private final List<FaultType> types;
  private final int struckMax;
  private final FaultJournal journal;
  private final FaultEvents events;
  private final FaultVerifier verifier;
  private final GuardedFaults faults;
  private final Obstacles obstacles;
  private final RunState run;
  private final List<Held> held = new ArrayList<>();

  /** What could not be undone when its time had come. */
  private final List<Held> stuck = new ArrayList<>();

  private final TriggerState triggers;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private volatile String current = "";
  private List<String> victims = List.of();

  /** The kinds of which a fault was seen to hold. */
  private final Set<FaultType> proven = new HashSet<>();

  /** When entries of a schedule that began late, and so last longer, should have ended. */
  private final Map<Long, Long> late = new HashMap<>();

  /**
   * @param isByHand whether a person wrote the plan; else it was drawn from the seed
   * @param types the kinds of faults that were asked for
   * @param struckMax how many nodes may be struck at a time; a fault that would be too much is left
   *     out, and that is recorded
   * @param breaches gets what users' kinds of faults do wrong
   */
  public Nemesis(
      Cluster cluster,
      List<PlannedFault> plan,
      boolean isByHand,
      List<FaultType> types,
      int struckMax,
      FaultJournal journal,
      EventSink events,
      Breaches breaches) {
    this(
        cluster,
        plan,
        isByHand,
        types,
        struckMax,
        journal,
        events,
        LOOK_PATIENCE,
        new GuardedFaults(type -> !(type instanceof BroughtFaultType), breaches, CALL_LIMIT));
  }

  Nemesis(
      Cluster cluster,
      List<PlannedFault> plan,
      boolean isByHand,
      List<FaultType> types,
      int struckMax,
      FaultJournal journal,
      EventSink events,
      Duration lookPatience,
      GuardedFaults faults) {
    this.faults = faults;
    this.cluster = cluster;
    this.plan = List.copyOf(plan);
    this.isByHand = isByHand;
    this.types = List.copyOf(types);
    this.struckMax = struckMax;
    this.journal = journal;
    this.events = new FaultEvents(events);
    this.run = new RunState(cluster, events, () -> stopped.getCount() == 0);
    this.verifier = new FaultVerifier(lookPatience);
    this.obstacles = new Obstacles(new ProcessControl(run, 0));
    this.triggers = new TriggerState(cluster::leader);
  }

  /** What an environment has to be able to do for some kinds of faults. */
  public static Set<Class<?>> needs(List<FaultType> types) {
    Set<Class<?>> needs = new LinkedHashSet<>();
    types.forEach(type -> needs.addAll(type.needs()));
    return needs;
  }

  /** Why a kind of fault cannot be injected into a cluster; empty if all can. */
  public static List<String> refusals(Cluster cluster, List<FaultType> types) {
    List<String> refusals = new ArrayList<>();
    for (FaultType type : types) {
      for (Class<?> need : type.needs()) {
        cluster.missing(need).ifPresent(why -> refusals.add("fault " + type.name() + ": " + why));
      }
    }
    return refusals;
  }

  /** The faults that hold now, for people; empty if none. */
  public String current() {
    return current;
  }

  /**
   * Injects and undoes as planned until the plan ends or {@link #stop} is called; leaves the
   * healing of what still holds to {@link #healAll}.
   *
   * @param startNanos {@link System#nanoTime} at which the run began
   */
  public void run(long startNanos) throws IOException, InterruptedException {
    events.plan(isByHand, types, plan);
    List<Entry> waiting = new ArrayList<>();
    for (PlannedFault planned : plan) {
      waiting.add(new Entry(waiting.size() + 1, planned));
    }
    List<Entry> ahead = new ArrayList<>();
    carryOut(startNanos, waiting, ahead);
    for (Entry entry : waiting) {
      skip(entry, entry.planned().when() + " did not happen");
    }
    for (Entry entry : ahead) {
      skip(entry, "the run ended before");
    }
    events.end();
  }

  private void carryOut(long startNanos, List<Entry> waiting, List<Entry> ahead)
      throws IOException, InterruptedException {
    while (!waiting.isEmpty() || !ahead.isEmpty() || !held.isEmpty()) {
      long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
      begin(waiting, ahead, now);
      Held ending =
          held.stream().min(Comparator.comparingLong(h -> h.planned().untilMillis())).orElse(null);
      long undoAt = ending == null ? Long.MAX_VALUE : ending.planned().untilMillis();
      long injectAt = ahead.isEmpty() ? Long.MAX_VALUE : ahead.getFirst().dueMillis();
      long due = Math.min(undoAt, injectAt);
      long wake = waiting.isEmpty() ? due : Math.min(due, now + POLL_MILLIS);
      if (stoppedBefore(startNanos, wake)) {
        return;
      }
      if (wake == due) {
        if (undoAt <= injectAt) {
          undo(ending);
        } else {
          Entry entry = ahead.removeFirst();
          if (mayBeSpared(entry, ahead, now)) {
            skip(entry, "the plan is late, and one of its kind has held");
            continue;
          }
          tryToInject(entry, startNanos).ifPresent(again -> ahead.add(again));
        }
      }
    }
  }

  /**
   * Whether a fault of a drawn plan is better left out: where looking at nodes and faults takes
   * long, a plan would otherwise end before its last kinds of faults have come at all.
   */
  private boolean mayBeSpared(Entry entry, List<Entry> ahead, long nowMillis) {
    return !isByHand
        && nowMillis - entry.dueMillis() > LATE_MILLIS
        && proven.contains(entry.planned().type())
        && ahead.stream().anyMatch(other -> !proven.contains(other.planned().type()));
  }

  /** Gives the faults whose moment has come their time. */
  private void begin(List<Entry> waiting, List<Entry> ahead, long nowMillis) {
    for (Entry entry : List.copyOf(waiting)) {
      if (triggers.has(entry.planned().when())) {
        waiting.remove(entry);
        PlannedFault planned = entry.planned();
        ahead.add(new Entry(entry.id(), planned.waits() ? planned.since(nowMillis) : planned));
      }
    }
    ahead.sort(Comparator.comparingLong(Entry::dueMillis));
  }

  private void skip(Entry entry, String reason) throws IOException {
    PlannedFault planned = entry.planned();
    String what = planned.type().name() + " " + planned.shape();
    events.skipped(planned, entry.id(), what, reason);
  }

  /** Tells of an event of a client, for faults that wait for one. */
  public void saw(Event event) {
    triggers.saw(event);
  }

  /** Ends {@link #run} after what it is doing. */
  public void stop() {
    stopped.countDown();
  }

  /** Waits for an instant of the run; true if the run is stopped before. */
  private boolean stoppedBefore(long startNanos, long millis) throws InterruptedException {
    long wait = startNanos + TimeUnit.MILLISECONDS.toNanos(millis) - System.nanoTime();
    return stopped.await(wait, TimeUnit.NANOSECONDS);
  }

  /**
   * Injects a fault, or leaves it out.
   *
   * @return the same for a moment later, if an obstacle may pass while at least half of its time is
   *     left, or while a fault holds that the schedule puts at another time; or for a later window,
   *     if the plan was drawn and no fault of this kind has held yet
   */
  private Optional<Entry> tryToInject(Entry entry, long startNanos) throws IOException {
    PlannedFault planned = entry.planned();
    boolean needsLeader = planned.type().needsLeader(planned.shape());
    // Nodes that are paused or cut answer late: they are asked only where it matters.
    Optional<String> leader = needsLeader ? cluster.leader() : Optional.empty();
    long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    long later = Math.max(now, entry.dueMillis()) + POLL_MILLIS;
    boolean mayWait =
        2 * later <= planned.atMillis() + planned.untilMillis()
            || (isByHand && held.stream().anyMatch(each -> isWrittenApart(each, planned)));
    boolean mustHold = !isByHand && !proven.contains(planned.type());
    String obstacle = "no leader";
    // A kind that has not held yet strikes any node rather than none.
    if (leader.isPresent() || !needsLeader || (mustHold && !mayWait)) {
      Fault fault;
      try {
        fault = faults.aimed(planned, cluster.nodes(), leader, victims);
      } catch (ForeignCodeException broken) {
        skip(entry, broken.getMessage());
        return Optional.empty();
      }
      int struck = struckWith(fault);
      if (struck > struckMax) {
        String many = "%d nodes would be struck at a time, and %d may be";
        events.skipped(planned, entry.id(), fault.describe(), many.formatted(struck, struckMax));
        return Optional.empty();
      }
      Optional<String> found =
          isByHand && isStruckApart(fault, planned)
              ? Optional.of("one that the schedule puts at another time holds there")
              : obstacles.of(fault, holding(planned.type()));
      if (found.isEmpty()) {
        Entry lasting = isByHand ? entry.lastingFrom(now) : entry;
        if (lasting.planned().untilMillis() > planned.untilMillis()) {
          late.put(entry.id(), planned.untilMillis());
        }
        inject(fault, lasting);
        return Optional.empty();
      }
      obstacle = found.get();
    }
    if (mayWait) {
      return Optional.of(new Entry(entry.id(), planned, later));
    }
    if (mustHold && later + HOLD_MILLIS_MIN <= endMillis()) {
      return Optional.of(
          new Entry(entry.id(), planned.since(later - planned.atMillis()).notAfter(endMillis())));
    }
    skip(entry, obstacle);
    return Optional.empty();
  }

  /** Whether a fault that holds is not in the way of another as the schedule is written. */
  private boolean isWrittenApart(Held each, PlannedFault planned) {
    long until = late.getOrDefault(each.id(), each.planned().untilMillis());
    return until <= planned.atMillis() || each.planned().atMillis() >= planned.untilMillis();
  }

  /**
   * Whether a node of a fault is struck by one that the schedule puts at another time: one of the
   * two is late.
   */
  private boolean isStruckApart(Fault fault, PlannedFault planned) {
    return held.stream()
        .filter(each -> isWrittenApart(each, planned))
        .anyMatch(each -> !Collections.disjoint(each.fault().nodes(), fault.nodes()));
  }

  private List<Fault> holding(FaultType type) {
    return held.stream().filter(each -> each.type().equals(type)).map(Held::fault).toList();
  }

  /** When the last fault of the plan is to be undone. */
  private long endMillis() {
    return plan.stream().mapToLong(PlannedFault::untilMillis).max().orElse(0);
  }

  private void inject(Fault fault, Entry entry) throws IOException {
    long id = entry.id();
    FaultType type = entry.planned().type();
    FaultContext at = new FaultContext(run, id);
    Baseline before;
    try {
      before = twice(() -> fault.look(at));
    } catch (IOException | TargetException failed) {
      // What it is like without the fault is not known, so nothing could be seen of the fault.
      String reason = "its nodes could not be looked at: " + failed.getMessage();
      events.skipped(entry.planned(), id, fault.describe(), reason);
      return;
    }
    List<Undo> undos;
    try {
      undos = fault.undos(at);
    } catch (IOException unknown) {
      String reason = "how it is undone is not known: " + unknown.getMessage();
      events.skipped(entry.planned(), id, fault.describe(), reason);
      return;
    }
    victims = fault.nodes();
    List<Long> journalled = new ArrayList<>();
    for (Undo undo : undos) {
      journalled.add(journal.intent(fault.describe(), undo));
    }
    events.record(Event.Type.INVOKE, type, fault, id, FaultWindow.INJECT, "");
    List<Overlap.Met> met = new ArrayList<>(held.stream().map(Held::asMet).toList());
    Held now = new Held(id, journalled, entry.planned(), fault, null, met);
    held.forEach(other -> other.met().add(now.asMet()));
    held.add(now);
    showCurrent();
    try {
      fault.inject(at);
      for (long line : journalled) {
        journal.injected(line, fault.describe());
      }
    } catch (IOException | TargetException failed) {
      String error = String.valueOf(failed.getMessage());
      events.record(Event.Type.INFO, type, fault, id, FaultWindow.INJECT, error);
      return;
    }
    events.record(Event.Type.INFO, type, fault, id, FaultWindow.INJECT, "");
    Seen seen = look(() -> Overlap.held(fault, at, verifier.held(fault, at, before), met));
    Optional<String> spared = seen.holds() ? Optional.empty() : spared(now, at, before, seen);
    if (spared.isPresent()) {
      events.skipped(entry.planned(), id, fault.describe(), spared.get());
      return;
    }
    if (seen.holds()) {
      try {
        Baseline since = twice(() -> fault.look(at));
        held.set(held.indexOf(now), new Held(id, journalled, entry.planned(), fault, since, met));
        proven.add(type);
      } catch (IOException | TargetException failed) {
        seen = new Seen(false, "could not be seen: " + failed.getMessage());
      }
    }
    events.seen(type, fault, id, FaultWindow.HELD, seen);
  }

  /** Why a fault that was injected strikes nothing, if that speaks neither for nor against it. */
  private static Optional<String> spared(Held now, FaultContext at, Baseline before, Seen seen) {
    if (before.wereIdle(now.fault().struckLinks().orElse(List.of()))) {
      // Followers, say, that do not talk to each other while somebody leads.
      return Optional.of(seen.what() + ", though nodes use others");
    }
    try {
      return twice(() -> Overlap.nothingToStrike(now.fault(), at, now.met()));
    } catch (IOException | TargetException unknown) {
      return Optional.empty();
    }
  }

  /** What cannot be looked at was not seen to hold. */
  private static Seen look(Look<Seen> looking) {
    try {
      return twice(looking);
    } catch (IOException | TargetException failed) {
      return new Seen(false, "could not be seen: " + failed.getMessage());
    }
  }

  /** A look at a cluster, which changes nothing there. */
  private interface Look<T> {
    T at() throws IOException, TargetException;
  }

  /** Looks again where that failed: a connection may have been lost on the way. */
  private static <T> T twice(Look<T> look) throws IOException, TargetException {
    try {
      return look.at();
    } catch (IOException | TargetException lost) {
      return look.at();
    }
  }

  /** How many nodes would be struck if a fault came to those that hold. */
  private int struckWith(Fault fault) {
    Set<String> struck = new HashSet<>(fault.struck());
    held.forEach(h -> struck.addAll(h.fault().struck()));
    return struck.size();
  }

  private void recordKept(Held entry) throws IOException {
    Fault fault = entry.fault();
    long id = entry.id();
    FaultContext at = new FaultContext(run, id);
    Seen kept = look(() -> Overlap.kept(fault, at, entry.since(), entry.met()));
    Optional<Fault> mask = kept.holds() ? Optional.empty() : mask(entry, at);
    if (mask.isPresent() && look(() -> fault.verify(at)).holds()) {
      // Its rules were there, and another fault let no packet come to them.
      String reason = "%s during '%s'".formatted(kept.what(), mask.get().describe());
      events.skipped(entry.planned(), id, fault.describe(), reason);
    } else {
      events.seen(entry.type(), fault, id, FaultWindow.KEPT, kept);
    }
  }

  /** None if that cannot be looked at: then nothing excuses what was seen. */
  private static Optional<Fault> mask(Held entry, FaultContext at) {
    try {
      return Overlap.mask(entry.fault(), at, entry.met());
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }

  private void undo(Held entry) throws IOException {
    Fault fault = entry.fault();
    long id = entry.id();
    if (entry.since() != null) {
      recordKept(entry);
    }
    FaultType type = entry.type();
    FaultContext at = new FaultContext(run, id);
    events.record(Event.Type.INVOKE, type, fault, id, FaultWindow.UNDO, "");
    String error = "";
    try {
      fault.heal(at);
      for (long line : entry.journalled()) {
        journal.undone(line, fault.describe());
      }
    } catch (IOException | TargetException failed) {
      error = String.valueOf(failed.getMessage());
      stuck.add(new Held(id, entry.journalled(), entry.planned(), fault, null, List.of()));
    }
    held.remove(entry);
    showCurrent();
    events.record(Event.Type.INFO, type, fault, id, FaultWindow.UNDO, error);
    if (error.isEmpty()) {
      events.seen(type, fault, id, FaultWindow.GONE, look(() -> fault.verifyGone(at)));
    }
  }

  /** Undoes everything that holds, the last first, and tries again what could not be undone. */
  public void healAll() throws IOException {
    while (!held.isEmpty()) {
      undo(nextToHeal());
    }
    List<Held> again = List.copyOf(stuck);
    stuck.clear();
    for (Held entry : again.reversed()) {
      undo(entry);
    }
  }

  /** The newest; but to change its members a database needs the rest to be well. */
  private Held nextToHeal() {
    return held.reversed().stream()
        .filter(entry -> !entry.fault().traits().contains(FaultTrait.HEALS_LAST))
        .findFirst()
        .orElseGet(held::getLast);
  }

  private void showCurrent() {
    current = String.join("; ", held.stream().map(h -> h.fault().describe()).toList());
  }
}

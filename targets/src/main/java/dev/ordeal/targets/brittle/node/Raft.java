package dev.ordeal.targets.brittle.node;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The consensus protocol: Raft (Ongaro and Ousterhout, 2014) without snapshots or membership
 * changes.
 *
 * <p>Everything happens on one thread, fed by a queue of messages and requests and by two timers.
 * Changes are forced to disk before any message that depends on them leaves. Reads go through the
 * log like writes, which is slow and right. A follower passes requests on to the leader.
 *
 * <p>Each {@link Defect} breaks exactly one of these rules, where its constant stands.
 */
final class Raft {
  private static final int ELECTION_MILLIS_MIN = 400;
  private static final int ELECTION_MILLIS_MAX = 800;
  private static final long RETRY_MILLIS = 150;
  private static final long LOCK_MILLIS = 300;
  private static final int ENTRIES_A_MESSAGE_MAX = 200;

  /** How many entries a node that skips its backlog applies at a time. */
  private static final int PANIC_AT = 100;

  private static final int PANIC_STATUS = 2;
  private static final int BACKLOG_MAX = 10;

  private enum Role {
    FOLLOWER,
    CANDIDATE,
    LEADER
  }

  /** A request that waits for its entry to be committed. */
  private record Waiting(long term, Consumer<String> answer) {}

  private final String self;
  private final List<String> nodes;
  private final Map<String, Peer> peers;
  private final RaftLog log;
  private final Leases leases;
  private final Set<Defect> defects;
  private final Transactor transactor;
  private final SplittableRandom random;
  private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final Deque<Runnable> outbox = new ArrayDeque<>();
  private final Objects objects = new Objects();
  private final Map<Long, Long> localIds = new HashMap<>();
  private final Map<Integer, Waiting> waiting = new HashMap<>();
  private final Map<Long, Consumer<String>> forwarded = new HashMap<>();

  /** What this node's clients asked to be written and were not told of yet, see the defect. */
  private final Map<Long, String> own = new LinkedHashMap<>();

  private long ownNumber;
  private final Map<Long, Runnable> retries = new HashMap<>();
  private final Map<String, Integer> next = new HashMap<>();
  private final Map<String, Integer> match = new HashMap<>();
  private final Set<String> votes = new HashSet<>();

  /** Peers that have not answered to the last entries sent to them, see the defect. */
  private final Set<String> unanswered = new HashSet<>();

  /** Whether it takes no part in the protocol, see the defect. */
  private final boolean isDeaf;

  private Role role = Role.FOLLOWER;
  private String leader = "-";
  private int committed;
  private int applied;
  private long electionAt;
  private long heartbeatAt;
  private long retryAt = Long.MAX_VALUE;
  private long forwardNumber;

  Raft(
      String self,
      List<String> nodes,
      Map<String, Peer> peers,
      RaftLog log,
      NodeClock clock,
      Isolation isolation,
      Set<Defect> defects) {
    this.self = self;
    this.nodes = nodes;
    this.peers = peers;
    this.log = log;
    this.defects = defects;
    this.leases = new Leases(defects, clock, this::quorum);
    this.isDeaf = defects.contains(Defect.NEVER_REJOINS) && log.last() > 0;
    this.transactor = new Transactor(objects, isolation, defects, this::append, this::request);
    this.random = new SplittableRandom(self.hashCode() ^ System.nanoTime());
    resetElection();
  }

  /** Queues a client's request; the answer comes on the protocol's thread. */
  void request(Entry entry, Consumer<String> answer) {
    inbox.add(() -> handle(entry, answer));
  }

  /** Queues a peer's message. */
  void message(String line) {
    inbox.add(() -> receive(line.split(" ")));
  }

  /** Queues a question for the node's state. */
  void status(Consumer<String> answer) {
    inbox.add(() -> answer.accept(role + " " + leader + " " + log.term() + " " + committed));
  }

  /** Runs the protocol for ever. */
  void run() throws IOException, InterruptedException {
    while (true) {
      long wake = role == Role.LEADER ? heartbeatAt : electionAt;
      long wait = Math.min(wake, retryAt) - System.nanoTime();
      Runnable event = inbox.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
      for (int batch = 0; event != null && batch < 100; batch++) {
        event.run();
        event = inbox.poll();
      }
      if (event != null) {
        event.run();
      }
      tick();
      log.sync();
      // An answer that leaves may give rise to another message.
      while (!outbox.isEmpty()) {
        outbox.removeFirst().run();
      }
    }
  }

  private boolean has(Defect defect) {
    return defects.contains(defect);
  }

  private void tick() {
    long now = System.nanoTime();
    if (role == Role.LEADER) {
      if (now >= heartbeatAt) {
        heartbeatAt = now + millis(leases.heartbeatMillis());
        peers.keySet().forEach(this::replicate);
        advance();
      }
    } else if (now >= electionAt && !isDeaf) {
      stand();
    }
    if (now >= retryAt) {
      retryAt = Long.MAX_VALUE;
      List.copyOf(retries.values()).forEach(Runnable::run);
    }
  }

  private void resetElection() {
    electionAt =
        System.nanoTime() + millis(random.nextInt(ELECTION_MILLIS_MIN, ELECTION_MILLIS_MAX));
  }

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private int quorum() {
    return has(Defect.SPLIT_BRAIN) ? Math.max(1, nodes.size() / 2) : nodes.size() / 2 + 1;
  }

  // Elections.

  private void stand() {
    role = Role.CANDIDATE;
    leader = "-";
    log.enter(log.term() + 1, self);
    votes.clear();
    votes.add(self);
    resetElection();
    broadcast("vote? %d %s %d %d", log.term(), self, log.last(), log.termAt(log.last()));
    count();
  }

  private void count() {
    if (role == Role.CANDIDATE && votes.size() >= quorum()) {
      role = Role.LEADER;
      leader = self;
      for (String peer : peers.keySet()) {
        next.put(peer, log.last() + 1);
        match.put(peer, 0);
      }
      leases.elected(peers.keySet());
      unanswered.clear();
      heartbeatAt = System.nanoTime();
      append(new Entry(0, Entry.Kind.NOTHING, 0, 0, 0), answer -> {});
    }
  }

  private void stepDown(long term) {
    if (term > log.term()) {
      log.enter(term, "-");
    }
    if (role != Role.FOLLOWER) {
      role = Role.FOLLOWER;
      resetElection();
      // The entries may yet be committed by another leader: the outcome is unknown.
      waiting.values().forEach(w -> later(() -> w.answer().accept("info leader-changed")));
      waiting.clear();
    }
  }

  private void receive(String[] words) {
    if (isDeaf) {
      return;
    }
    switch (words[0]) {
      case "vote?" ->
          voteAsked(number(words[1]), words[2], (int) number(words[3]), number(words[4]));
      case "vote" -> {
        if (number(words[1]) > log.term()) {
          stepDown(number(words[1]));
        } else if (number(words[1]) == log.term() && words[3].equals("yes")) {
          votes.add(words[2]);
          count();
        }
      }
      case "append" -> appendAsked(words);
      case "appended" -> appended(number(words[1]), words[2], words[3], (int) number(words[4]));
      case "forward" -> {
        String from = words[1];
        String id = words[2];
        Entry entry = Entry.decode(words[3]);
        handleAsLeader(entry, answer -> send(from, "forwarded %s %s", id, answer));
      }
      case "forwarded" -> {
        Consumer<String> answer = forwarded.remove(number(words[1]));
        retries.remove(number(words[1]));
        if (answer != null) {
          answer.accept(String.join(" ", Arrays.copyOfRange(words, 2, words.length)));
        }
      }
      default -> throw new IllegalArgumentException("unknown message " + words[0]);
    }
  }

  private static long number(String word) {
    return Long.parseLong(word);
  }

  private void voteAsked(long term, String candidate, int last, long lastTerm) {
    if (term > log.term()) {
      stepDown(term);
    }
    boolean upToDate =
        lastTerm > log.termAt(log.last())
            || (lastTerm == log.termAt(log.last()) && last >= log.last());
    boolean free = log.vote().equals("-") || log.vote().equals(candidate);
    boolean granted = term == log.term() && free && (upToDate || has(Defect.ELECTS_LAGGARD));
    if (granted) {
      log.enter(term, candidate);
      resetElection();
    }
    send(candidate, "vote %d %s %s", log.term(), self, granted ? "yes" : "no");
  }

  // Replication.

  private int append(Entry entry, Consumer<String> answer) {
    int index = log.last() + 1;
    log.put(index, entry.inTerm(log.term()));
    if (has(Defect.ACK_BEFORE_REPLICATION) && !entry.kind().isRead()) {
      String early = applyToTail(entry, index - 1);
      later(() -> answer.accept(early));
    } else {
      waiting.put(index, new Waiting(log.term(), answer));
    }
    peers.keySet().forEach(this::replicate);
    advance();
    return index;
  }

  private void replicate(String peer) {
    int from = Math.min(next.get(peer), log.last() + 1);
    int to = Math.min(log.last(), from - 1 + ENTRIES_A_MESSAGE_MAX);
    if (has(Defect.ONE_SIDED_LEASE)) {
      // One message with entries at a time; in between, only that there is a leader.
      to = unanswered.contains(peer) ? from - 1 : log.last();
      if (to >= from) {
        unanswered.add(peer);
      }
    }
    StringBuilder entries = new StringBuilder();
    for (int i = from; i <= to; i++) {
      entries.append(' ').append(log.at(i).encode());
    }
    send(
        peer,
        "append %d %s %d %d %d %d%s",
        log.term(),
        self,
        from - 1,
        log.termAt(from - 1),
        committed,
        leases.grant(peer),
        entries);
    // Optimistic: the answer corrects it if the message was lost.
    next.put(peer, to + 1);
  }

  private void appendAsked(String[] words) {
    long term = number(words[1]);
    String from = words[2];
    int previous = (int) number(words[3]);
    if (term < log.term()) {
      send(from, "appended %d %s no %d", log.term(), self, 0);
      return;
    }
    stepDown(term);
    leader = from;
    resetElection();
    if (previous > log.last() || log.termAt(previous) != number(words[4])) {
      send(from, "appended %d %s no %d", log.term(), self, Math.min(previous - 1, log.last()));
      return;
    }
    int index = previous;
    for (int i = 7; i < words.length; i++) {
      Entry entry = Entry.decode(words[i]);
      index++;
      if (index > log.last() || log.termAt(index) != entry.term()) {
        log.put(index, entry);
        if (index <= applied) {
          forgetApplied();
        }
      }
    }
    committed = Math.max(committed, Math.min((int) number(words[5]), index));
    applyCommitted();
    leases.granted(number(words[6]), committed >= number(words[5]));
    send(from, "appended %d %s yes %d", log.term(), self, index);
  }

  /** Committed entries were replaced, which only a defect can do: begin again from the log. */
  private void forgetApplied() {
    objects.clear();
    applied = 0;
    committed = Math.min(committed, log.last() - 1);
  }

  private void appended(long term, String from, String success, int index) {
    if (term > log.term()) {
      stepDown(term);
      return;
    }
    if (role != Role.LEADER || term < log.term()) {
      return;
    }
    leases.heard(from);
    unanswered.remove(from);
    if (success.equals("yes")) {
      match.merge(from, index, Math::max);
      next.merge(from, index + 1, Math::max);
      advance();
    } else {
      next.put(from, Math.max(1, index + 1));
      replicate(from);
    }
  }

  private void advance() {
    List<Integer> stored = new ArrayList<>(match.values());
    stored.add(log.last());
    stored.sort((a, b) -> Integer.compare(b, a));
    int agreed = stored.get(Math.min(stored.size(), quorum()) - 1);
    for (String peer : peers.keySet()) {
      if (leases.mustHave(peer)) {
        agreed = Math.min(agreed, match.get(peer));
      }
    }
    // Only an entry of its own term tells a leader that those before it are safe.
    if (agreed > committed && log.termAt(agreed) == log.term()) {
      committed = agreed;
      applyCommitted();
      if (leases.areGranted()) {
        // Until they hear of it, nodes with a lease cannot answer reads of what was changed.
        peers.keySet().forEach(this::replicate);
      }
    }
  }

  private void applyCommitted() {
    while (applied < committed) {
      applied++;
      Entry entry = log.at(applied);
      if (applied == PANIC_AT && has(Defect.PANICS) && self.equals(Collections.max(nodes))) {
        System.out.println("panic: node " + self + " does not like entry " + applied);
        Runtime.getRuntime().halt(PANIC_STATUS);
      }
      boolean skipped =
          has(Defect.SKIPS_BACKLOG) && role != Role.LEADER && committed - applied > BACKLOG_MAX;
      String answer = skipped ? "" : objects.apply(entry);
      Waiting request = waiting.remove(applied);
      if (request != null) {
        String told = request.term() == entry.term() ? answer : "info leader-changed";
        later(() -> request.answer().accept(told));
      }
    }
  }

  // Requests.

  private void handle(Entry entry, Consumer<String> answer) {
    boolean read = entry.kind().isRead();
    if (has(Defect.OWN_WRITES_FIRST) && isTransaction(entry)) {
      handleLocally(entry, answer);
      return;
    }
    boolean leased = leases.areGranted() && holdsLease(entry.key());
    boolean alone = has(Defect.FOLLOWER_READ) || has(Defect.SKIPS_BACKLOG);
    if (read && (alone || leased)) {
      answer.accept(objects.read(entry));
    } else if (role == Role.LEADER) {
      handleAsLeader(entry, answer);
    } else if (peers.containsKey(leader)) {
      forward(entry, answer);
    } else {
      answer.accept("fail no-leader");
    }
  }

  /** Whether a client asked for it: a part of a transaction has its own way already. */
  private static boolean isTransaction(Entry entry) {
    return entry.kind() == Entry.Kind.TRANSACT || entry.kind() == Entry.Kind.LOOK;
  }

  /**
   * Shows what this node's clients are about to write before all others do: two nodes then disagree
   * on which of two writes came first.
   */
  private void handleLocally(Entry entry, Consumer<String> answer) {
    if (entry.kind() == Entry.Kind.LOOK) {
      String pending = String.join(",", own.values());
      answer.accept(objects.preview(pending + (pending.isEmpty() ? "" : ",") + entry.steps()));
      return;
    }
    long id = ++ownNumber;
    own.put(id, Steps.writes(entry.steps()));
    Consumer<String> settled =
        told -> {
          inbox.add(() -> own.remove(id));
          answer.accept(told);
        };
    if (role == Role.LEADER) {
      append(entry, settled);
    } else if (peers.containsKey(leader)) {
      forward(entry.withSteps(Entry.Kind.PART, entry.steps()), settled);
    } else {
      own.remove(id);
      answer.accept("fail no-leader");
    }
  }

  private void forward(Entry entry, Consumer<String> answer) {
    long id = ++forwardNumber;
    forwarded.put(id, answer);
    String to = leader;
    Runnable attempt = () -> send(to, "forward %s %d %s", self, id, entry.encode());
    attempt.run();
    if (has(Defect.DUPLICATE_APPLY)) {
      // An impatient proxy: it asks again, and nobody notices that it is the same request.
      retries.put(
          id,
          () -> {
            attempt.run();
            retries.remove(id);
          });
      retryAt = Math.min(retryAt, System.nanoTime() + millis(RETRY_MILLIS));
    }
  }

  private void handleAsLeader(Entry entry, Consumer<String> answer) {
    if (role != Role.LEADER) {
      answer.accept("fail not-leader");
      return;
    }
    if (entry.kind().isRead() && has(Defect.LOCAL_LEADER_READ)) {
      answer.accept(objects.read(entry));
    } else if (entry.kind().isRead() && has(Defect.DIRTY_READ)) {
      answer.accept(applyToTail(entry, log.last()));
    } else if (has(Defect.NON_ATOMIC_CAS) || has(Defect.NON_ATOMIC_UPDATE)) {
      readThenWrite(entry, answer);
    } else if (transactor.takes(entry, answer)) {
      return;
    } else if (has(Defect.LOCAL_IDS) && entry.kind() == Entry.Kind.NEXT_ID) {
      // Counted by the leader alone.
      answer.accept("ok " + localIds.merge(entry.key(), 1L, Long::sum));
    } else {
      if (has(Defect.LOCK_EXPIRES) && entry.kind() == Entry.Kind.ACQUIRE) {
        expireLater(entry);
      }
      append(entry, answer);
    }
  }

  /** Looks first and changes later, as if nobody else could come in between. */
  private void readThenWrite(Entry entry, Consumer<String> answer) {
    boolean update = has(Defect.NON_ATOMIC_UPDATE);
    long key = entry.key();
    if (entry.kind() == Entry.Kind.CAS && has(Defect.NON_ATOMIC_CAS)) {
      Entry asked = entry.as(Entry.Kind.READ, 0, 0);
      if (objects.read(asked).equals("ok " + entry.first())) {
        append(entry.as(Entry.Kind.WRITE, entry.second(), 0), answer);
      } else {
        answer.accept("fail mismatch");
      }
    } else if (entry.kind() == Entry.Kind.DEQUEUE && update && objects.head(key) != null) {
      append(entry.as(Entry.Kind.TAKE, objects.head(key), 0), answer);
    } else if (entry.kind() == Entry.Kind.ADD && update) {
      append(entry.as(Entry.Kind.KEEP, entry.first(), objects.size(key)), answer);
    } else if (entry.kind() == Entry.Kind.INCREASE && update) {
      long sum = objects.count(key) + entry.first();
      append(entry.as(Entry.Kind.SET_COUNT, sum, 0), answer);
    } else {
      append(entry, answer);
    }
  }

  private void expireLater(Entry acquire) {
    Entry release = acquire.as(Entry.Kind.RELEASE, acquire.second(), 0);
    CompletableFuture.delayedExecutor(LOCK_MILLIS, TimeUnit.MILLISECONDS)
        .execute(() -> request(release, answer -> {}));
  }

  /**
   * Whether this node may answer reads of a key from its own copy. Only a leader knows of what it
   * has not applied yet that nobody was told of it.
   */
  private boolean holdsLease(long key) {
    return role == Role.LEADER
        ? applied > 0 && log.termAt(applied) == log.term() && leases.letLeaderRead()
        : leases.letFollowerRead() && !changing(key);
  }

  /** Whether an entry that may or may not be committed changes this key. */
  private boolean changing(long key) {
    for (int i = applied + 1; i <= log.last(); i++) {
      Entry entry = log.at(i);
      if (entry.key() == key && !entry.kind().isRead()) {
        return true;
      }
    }
    return false;
  }

  /** What an entry would answer after everything up to an index, committed or not. */
  private String applyToTail(Entry entry, int last) {
    Objects tail = new Objects();
    for (int i = 1; i <= last; i++) {
      tail.apply(log.at(i));
    }
    return tail.apply(entry);
  }

  // Sending: only after what was changed is on disk.

  private void later(Runnable action) {
    outbox.add(action);
  }

  private void send(String to, String format, Object... arguments) {
    String line = format.formatted(arguments);
    Peer peer = peers.get(to);
    if (peer != null) {
      outbox.add(() -> peer.send(line));
    }
  }

  private void broadcast(String format, Object... arguments) {
    peers.keySet().forEach(peer -> send(peer, format, arguments));
  }
}

package dev.ordeal.targets;

import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.disk.DataChange;
import dev.ordeal.targets.disk.DiskTrouble;
import dev.ordeal.targets.link.Link;
import dev.ordeal.targets.link.Links;
import dev.ordeal.targets.link.PacketTrouble;
import dev.ordeal.targets.link.RulesSeen;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * A running cluster and what may be done to its nodes. Thread-safe.
 *
 * <p>Everything that starts or breaks something writes to the fault journal first.
 */
public interface Cluster extends AutoCloseable {
  /** Node names in order. */
  List<String> nodes();

  /**
   * What this environment can do, and for everything else why not and what would help.
   *
   * @return the reason by capability; an absent capability is there
   */
  Map<Capability, String> missing();

  /** The links between nodes. */
  Links links();

  /**
   * Loses packets of links.
   *
   * @param fault a name by which it is undone
   * @param share how many, above 0 and at most 1; 1 is a partition
   */
  void lose(String fault, Collection<Link> links, double share) throws IOException;

  /**
   * Does something to the packets of links that is no loss; of faults that hold for the same link
   * at the same time, the newest.
   *
   * @param fault a name by which {@link #deliver} undoes it
   */
  void disturb(String fault, Collection<Link> links, PacketTrouble trouble) throws IOException;

  /**
   * Loses what name servers answer nodes.
   *
   * @param fault a name by which {@link #deliver} undoes it
   */
  void loseNames(String fault, Collection<String> nodes) throws IOException;

  /**
   * Undoes {@link #lose}, {@link #disturb} and {@link #loseNames}.
   *
   * @param nodes those that were struck: both ends of links
   */
  void deliver(String fault, Collection<String> nodes) throws IOException;

  /** How to do {@link #deliver} from another process. */
  List<Undo> deliverUndos(String fault, Collection<String> nodes);

  /** The node that leads now, if any says so. */
  Optional<String> leader();

  /**
   * The nodes that say now that they lead, in order; those that are down or paused are not asked.
   * Several may: one that was cut off does not know that another was elected.
   */
  List<String> leaders();

  /** A client of one node. */
  Optional<AutoCloseable> client(Class<?> contract, String node) throws Exception;

  void kill(String node) throws IOException;

  /** Asks a node to end by itself, waits, and kills it if it does not. */
  void stop(String node, Duration patience) throws IOException;

  /** Starts a node that is down; does nothing if it runs. */
  void start(String node) throws IOException, TargetException;

  void pause(String node) throws IOException;

  void resume(String node) throws IOException;

  /** Sets how far a node's clock is off, in milliseconds. */
  void setClock(String node, long offsetMillis) throws IOException;

  /**
   * Reads by how many milliseconds the clock that a node's programs see is ahead of this machine's;
   * as exact as a command there is fast.
   *
   * @return empty if no program sees it but the database itself, or if nobody can move it
   */
  OptionalLong readClock(String node) throws IOException;

  /**
   * Says what is wrong with the disk that holds a node's data.
   *
   * @param fault a name by which it is undone; what other faults did to the disk stays
   * @throws IOException also if the cluster was started without such disks
   */
  void setDisk(String node, String fault, DiskTrouble trouble) throws IOException;

  /** How to end a disk's trouble from another process. */
  Undo diskUndo(String node, String fault);

  /**
   * Changes the data of a node that is down, or reads it while the node is paused.
   *
   * @throws IOException also if there is no data to change
   */
  void changeData(String node, DataChange change) throws IOException;

  /**
   * Lets a node's processes have less of the machine than they want.
   *
   * @param fault a name by which it is undone
   * @param ration for all processes that there are; those that are started later by others are free
   */
  void ration(String node, String fault, Ration ration) throws IOException;

  /** Undoes {@link #ration}; what it has ended is not started again. */
  void release(String node, String fault) throws IOException;

  /** How to do {@link #release} from another process. */
  Undo releaseUndo(String node, String fault);

  /**
   * Takes nodes out of the database's cluster, by the database; they go on running.
   *
   * @param patience how long to go on asking
   */
  void removeMembers(List<String> nodes, Duration patience) throws IOException;

  /** Takes nodes into the database's cluster again. */
  void addMembers(List<String> nodes, Duration patience) throws IOException;

  /** How to do {@link #resume} from another process. */
  Undo resumeUndo(String node);

  /** How to set a node's clock right from another process. */
  Undo clockUndo(String node);

  // What is seen of a fault.

  /**
   * The processes of a node that are no zombies, as its machine shows them now.
   *
   * @return empty also where the machine has no {@code /proc}
   */
  List<NodeProcess> processes(String node) throws IOException;

  /** What the packet rules of a fault on a node did; empty where faults are no packet rules. */
  Optional<RulesSeen> rules(String fault, String node) throws IOException;

  /** The offset in milliseconds that a node's clock is set to; empty if no file holds it. */
  OptionalLong clockSetting(String node) throws IOException;

  /** Of a {@link #ration}: how many processes it limits, and on further lines to what. */
  String rationSeen(String node, String fault) throws IOException;

  /** What is wrong with a node's disk, in the words of {@link DiskTrouble#text}. */
  String diskSeen(String node) throws IOException;

  /**
   * Waits until a node ends by itself: all of its processes are gone, and it was neither killed nor
   * stopped since it was started. Each end is returned once; one caller a node at a time.
   *
   * @param patience how long to wait at most, roughly; zero to look once
   * @return how and when it ended, as far as the environment knows; empty if it has not
   * @throws IOException if its processes cannot be looked at
   */
  Optional<Ended> awaitEnd(String node, Duration patience) throws IOException, InterruptedException;

  /** The end of a node's log, the oldest line first; empty if it has none. */
  List<String> lastLogLines(String node, int count) throws IOException;

  /**
   * Waits until every node serves clients again after faults; does not wait for nodes whose
   * processes have ended.
   *
   * @param cancelled asked again and again; once it is true the waiting ends
   * @return by node that does not: why; empty if all do
   * @throws TargetException if that cannot be known, or the waiting was cancelled
   */
  Map<String, String> awaitRecovery(Duration patience, BooleanSupplier cancelled)
      throws TargetException;

  /** Waits until every node serves clients. */
  default void awaitReady(Duration patience) throws TargetException {
    awaitReady(patience, () -> false);
  }

  /**
   * Waits until every node serves clients.
   *
   * @param cancelled asked again and again; once it is true the waiting ends
   * @throws TargetException if a node does not, or the waiting was cancelled
   */
  void awaitReady(Duration patience, BooleanSupplier cancelled) throws TargetException;

  /**
   * Ends every process and removes every proxy.
   *
   * @throws LeftBehindException if something is left
   */
  @Override
  void close();
}

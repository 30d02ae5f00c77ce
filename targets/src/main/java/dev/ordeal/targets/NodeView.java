package dev.ordeal.targets;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What one node knows of the cluster.
 *
 * @param name its name
 * @param index its position, from 0
 * @param nodes the names of all nodes in order
 * @param folder a folder of its own on its machine for configuration, data and logs
 * @param addresses where this node finds a port of a node: its own ports as they are, the others'
 *     through the proxies of its links
 * @param bugs the bugs to switch on
 * @param machine where it runs
 * @param changesMembers whether members may be taken out of the cluster and in again
 */
public record NodeView(
    String name,
    int index,
    List<String> nodes,
    Path folder,
    BiFunction<String, String, Address> addresses,
    List<String> bugs,
    Machine machine,
    boolean changesMembers) {

  private static final String LOOPBACK = "127.0.0.1";
  private static final String LOOPBACK_NODES = "127.0.1.";

  /** Where this node finds a port of another node, or of itself. */
  public Address address(String node, String port) {
    return addresses.apply(node, port);
  }

  /** A folder in its folder for whatever must outlive the node's process. */
  public Path data() {
    return folder.resolve("data");
  }

  /** By which address all others know a port of this node, where they know it by one address. */
  public Address known(String port) {
    Address own = own(port);
    return own.host().startsWith(LOOPBACK_NODES) ? new Address(LOOPBACK, own.port()) : own;
  }

  /** The host of its own that a node has on the loopback interface, if it has one. */
  public static String loopbackHost(int index) {
    return LOOPBACK_NODES + (index + 1);
  }

  /** Where this node listens. */
  public Address own(String port) {
    return address(name, port);
  }
}

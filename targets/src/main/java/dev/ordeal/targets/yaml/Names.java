package dev.ordeal.targets.yaml;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.NodeView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The names that templates may hold, by where a template is used, and their values.
 *
 * @param ports of each node
 * @param options of the target
 */
record Names(List<String> ports, Collection<TargetOption> options) {
  private static final String LIST = "list.";

  /** What every template may hold. */
  TreeSet<String> everywhere() {
    TreeSet<String> names = new TreeSet<>(List.of("target.dir"));
    options.forEach(option -> names.add(option.variable()));
    return names;
  }

  static Map<String, String> everywhere(Path file, Map<String, String> options) {
    Map<String, String> values = new HashMap<>(Map.of("target.dir", folder(file).toString()));
    options.forEach((name, value) -> values.put("option." + name, value));
    return values;
  }

  /** The folder in which a target's file is. */
  static Path folder(Path file) {
    return file.toAbsolutePath().normalize().getParent();
  }

  /** What the template of one node in a list may hold. */
  TreeSet<String> ofPeer() {
    TreeSet<String> names = everywhere();
    names.addAll(List.of("peer.name", "peer.index", "peer.number"));
    for (String port : ports) {
      names.addAll(List.of("peer.port." + port, "peer.host." + port, "peer.address." + port));
    }
    return names;
  }

  /** What a node's command, files and environment may hold. */
  TreeSet<String> ofNode(Collection<String> lists) {
    TreeSet<String> names = everywhere();
    names.addAll(
        List.of("node.name", "node.index", "node.number", "node.dir", "node.data", "nodes.count"));
    for (String port : ports) {
      names.addAll(List.of("port." + port, "host." + port, "address." + port));
    }
    lists.forEach(list -> names.add(LIST + list));
    return names;
  }

  /** The values for a node, its lists among them. */
  Map<String, String> ofNode(
      NodeView node, Map<String, NodeList> lists, Map<String, String> everywhere) {
    Map<String, String> values = new HashMap<>(everywhere);
    values.put("node.name", node.name());
    values.put("node.index", Integer.toString(node.index()));
    values.put("node.number", Integer.toString(node.index() + 1));
    values.put("node.dir", node.folder().toString());
    values.put("node.data", node.data().toString());
    values.put("nodes.count", Integer.toString(node.nodes().size()));
    put(values, "", node, node.name());
    lists.forEach((name, list) -> values.put(LIST + name, text(list, node, everywhere)));
    return values;
  }

  private String text(NodeList list, NodeView node, Map<String, String> everywhere) {
    List<String> each = new ArrayList<>();
    for (int i = 0; i < node.nodes().size(); i++) {
      String peer = node.nodes().get(i);
      if (list.withSelf() || i != node.index()) {
        Map<String, String> values = new HashMap<>(everywhere);
        values.put("peer.name", peer);
        values.put("peer.index", Integer.toString(i));
        values.put("peer.number", Integer.toString(i + 1));
        put(values, "peer.", node, peer);
        each.add(list.each().render(values));
      }
    }
    return String.join(list.separator(), each);
  }

  private void put(Map<String, String> values, String prefix, NodeView node, String of) {
    for (String port : ports) {
      Address address = node.address(of, port);
      values.put(prefix + "port." + port, Integer.toString(address.port()));
      values.put(prefix + "host." + port, address.host());
      values.put(prefix + "address." + port, address.toString());
    }
  }

  /** What a check or a client's command may hold. */
  TreeSet<String> ofClient() {
    TreeSet<String> names = everywhere();
    names.addAll(List.of("client.host", "client.port", "client.address"));
    return names;
  }

  static Map<String, String> ofClient(Address address, Map<String, String> everywhere) {
    Map<String, String> values = new HashMap<>(everywhere);
    values.put("client.host", address.host());
    values.put("client.port", Integer.toString(address.port()));
    values.put("client.address", address.toString());
    return values;
  }
}

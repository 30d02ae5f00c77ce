package dev.ordeal.targets.host;

import java.io.IOException;
import java.util.List;

/** The hosts of a cluster, and whatever they stand on; closing it removes what was made for it. */
public interface Hosts extends AutoCloseable {
  /** On a machine that is not this one: names those that may be broken, a host name a line. */
  String MARKER = "/etc/ordeal-disposable";

  /** A host for each node, in their order. */
  List<Host> hosts();

  @Override
  void close() throws IOException;
}

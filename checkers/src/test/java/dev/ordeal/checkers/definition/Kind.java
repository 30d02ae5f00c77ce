package dev.ordeal.checkers.definition;

/** What the objects of a history are. */
enum Kind {
  /** A write replaces the value; a read returns the last one, nil (0 here) at first. */
  REGISTER("w"),
  /** A write appends an element, unique in its list; a read returns all elements in order. */
  LIST("append"),
  /** A write adds an element, unique in its set; a read returns all elements. */
  SET("add");

  private final String write;

  Kind(String write) {
    this.write = write;
  }

  /** The function that changes an object. */
  String write() {
    return write;
  }
}

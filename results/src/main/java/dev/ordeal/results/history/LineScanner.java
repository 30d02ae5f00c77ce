package dev.ordeal.results.history;

/**
 * Reads the lines that nearly all lines of a history are like, many times faster than a parser of
 * JSON can.
 *
 * <p>It knows fields with the names of {@code EventFields} whose values a {@link ValueScanner}
 * reads; as JSON without white space, or as EDN with one operation map a line. It refuses
 * everything else, right or wrong, and leaves it to the real parser, which decides what a line
 * means: a refusal costs time, never an answer.
 *
 * <p>Lines of our own writer and of Jepsen's have their fields in an order that is known; such a
 * line is gone through without looking for what comes next, which is what takes the time elsewhere.
 */
public final class LineScanner {
  private static final int REFUSED = ValueScanner.REFUSED;

  private static final String[] TYPES =
      EventTable.TYPES.stream().map(Event.Type::wireName).toArray(String[]::new);

  private static final int INDEX = 0;
  private static final int TIME = 1;
  private static final int PROCESS = 2;
  private static final int TYPE = 3;
  private static final int FUNCTION = 4;
  private static final int KEY = 5;
  private static final int VALUE = 6;
  private static final int ERROR = 7;
  private static final int NODE = 8;
  private static final int FIELDS = 9;

  private static final String[] OURS = {"i", "t", "p", "type", "f", "k", "v", "e", "n"};
  private static final String[] JEPSENS = {
    "index", "time", "process", "type", "f", "key", "value", "error", "node"
  };

  private static final int FUNCTIONS_MAX = 16;
  private static final int NODES_MAX = 32;

  private final EventTable table;
  private final boolean edn;
  private final ValueScanner values;

  /** Our names of the fields, then Jepsen's. */
  private final KnownNames fields = new KnownNames(2 * FIELDS);

  /** The fields with what separates them from those before, as they are mostly named. */
  private final KnownNames usualFields = new KnownNames(FIELDS);

  private final KnownNames types = new KnownNames(TYPES.length);
  private final KnownNames functions = new KnownNames(FUNCTIONS_MAX);
  private final int[] functionNumbers = new int[FUNCTIONS_MAX];
  private final KnownNames nodes = new KnownNames(NODES_MAX);
  private final int[] nodeNumbers = new int[NODES_MAX];
  private final Notation notation;

  private byte[] bytes;
  private int end;

  /** The last field, type, function or node. */
  private int found;

  /**
   * Appends to a table.
   *
   * @param notation how the lines are written
   */
  public LineScanner(EventTable table, Notation notation) {
    this.table = table;
    this.notation = notation;
    this.edn = notation == Notation.EDN;
    this.values = new ValueScanner(table.pool, notation);
    String[] usual = edn ? JEPSENS : OURS;
    for (int field = 0; field < FIELDS; field++) {
      usualFields.add(notation.separator(field == INDEX) + notation.field(usual[field]));
      fields.add(notation.field(OURS[field]));
    }
    for (String name : JEPSENS) {
      fields.add(notation.field(name));
    }
    for (String type : TYPES) {
      types.add(notation.name(type));
    }
  }

  /** Has to be called when the table was emptied, or other bytes are to be read. */
  public void forget() {
    values.forget();
  }

  /**
   * Appends a line's event to the table.
   *
   * @param limit where the bytes end, if no newline comes before
   * @return where the line ends; -1 if it was refused, and the table is as it was
   */
  public int scan(byte[] source, int start, int limit) {
    bytes = source;
    end = limit;
    values.in(source, limit);
    // First as if it had all fields but perhaps node, key and error, in the usual order.
    int at = values.number(usualField(INDEX, start));
    long index = values.number;
    at = values.number(usualField(TIME, at));
    long time = values.number;
    // The only place where Jepsen's order is another.
    int process = 0;
    int node = EventTable.NO_NODE;
    if (!edn) {
      at = process(usualField(PROCESS, at));
      process = (int) values.number;
      int nodeAt = usualField(NODE, at);
      if (nodeAt >= 0) {
        at = node(nodeAt);
        node = found;
      }
    }
    at = type(usualField(TYPE, at));
    int type = found;
    if (edn) {
      at = process(usualField(PROCESS, at));
      process = (int) values.number;
    }
    at = function(usualField(FUNCTION, at));
    int function = found;
    long key = CellPool.NIL;
    int keyAt = usualField(KEY, at);
    if (keyAt >= 0) {
      at = values.atom(keyAt);
      key = values.cell;
    }
    at = values.atom(usualField(VALUE, at));
    long value = values.cell;
    long error = CellPool.NIL;
    int errorAt = usualField(ERROR, at);
    if (errorAt >= 0) {
      at = error(errorAt);
      error = values.cell;
    }
    at = at >= 0 && at < limit && source[at] == '}' ? lineEnd(at + 1) : REFUSED;
    if (at < 0) {
      return any(start);
    }
    table.append(index, time, process, type, function, key, value, error, node);
    return at;
  }

  /** Where a field's value begins if the field comes next. */
  private int usualField(int field, int from) {
    return from >= 0 && usualFields.stands(field, bytes, from, end)
        ? from + usualFields.length(field)
        : REFUSED;
  }

  /** The same place, or behind a carriage return, if the line ends there. */
  private int lineEnd(int from) {
    int at = from < end && bytes[from] == '\r' ? from + 1 : from;
    return at >= end || bytes[at] == '\n' ? at : REFUSED;
  }

  /** A line with the fields in any order. */
  private int any(int start) {
    long index = EventTable.UNKNOWN;
    long time = EventTable.UNKNOWN;
    int process = Integer.MIN_VALUE;
    int type = -1;
    int function = -1;
    long key = CellPool.NIL;
    long value = CellPool.NIL;
    long error = CellPool.NIL;
    int node = EventTable.NO_NODE;
    int seen = 0;
    int at = edn ? values.blanks(start) : start;
    boolean goesOn = at < end && bytes[at] == '{';
    if (!goesOn) {
      return REFUSED;
    }
    at++;
    while (goesOn) {
      at = field(at);
      int field = found;
      if (at < 0 || (seen & (1 << field)) != 0) {
        return REFUSED;
      }
      seen |= 1 << field;
      switch (field) {
        case INDEX -> {
          at = values.number(at);
          index = values.number;
        }
        case TIME -> {
          at = values.number(at);
          time = values.number;
        }
        case PROCESS -> {
          at = process(at);
          process = (int) values.number;
        }
        case TYPE -> {
          at = type(at);
          type = found;
        }
        case FUNCTION -> {
          at = function(at);
          function = found;
        }
        case KEY -> {
          at = values.atom(at);
          key = values.cell;
        }
        case VALUE -> {
          at = values.atom(at);
          value = values.cell;
        }
        case NODE -> {
          at = node(at);
          node = found;
        }
        default -> {
          at = error(at);
          error = values.cell;
        }
      }
      at = edn && at >= 0 ? values.blanks(at) : at;
      if (at < 0 || at >= end) {
        return REFUSED;
      }
      goesOn = bytes[at] == (edn ? ':' : ',');
      at += goesOn && edn ? 0 : 1;
    }
    if (bytes[at - 1] != '}' || type < 0 || function < 0 || process == Integer.MIN_VALUE) {
      return REFUSED;
    }
    at = lineEnd(at);
    if (at >= 0) {
      table.append(index, time, process, type, function, key, value, error, node);
    }
    return at;
  }

  /** Any field's name and what separates it from its value. */
  private int field(int from) {
    int name = fields.find(bytes, from, end);
    if (name < 0) {
      return REFUSED;
    }
    found = name % FIELDS;
    int at = from + fields.length(name);
    return edn ? values.blanks(at) : at;
  }

  private int process(int from) {
    if (from < 0) {
      return REFUSED;
    }
    int at = values.number(from);
    if (at >= 0) {
      return values.number >= 0 && values.number <= Integer.MAX_VALUE ? at : REFUSED;
    }
    at = values.name(from);
    if (at < 0 || !values.is("nemesis", from + 1, values.length(from, at))) {
      return REFUSED;
    }
    values.number = Event.NEMESIS;
    return at;
  }

  private int type(int from) {
    if (from < 0) {
      return REFUSED;
    }
    found = types.find(bytes, from, end);
    if (found >= 0) {
      return behind(types, found, from);
    }
    int at = values.name(from);
    for (int type = 0; at >= 0 && type < TYPES.length; type++) {
      if (values.is(TYPES[type], from + 1, values.length(from, at))) {
        found = type;
        return at;
      }
    }
    return REFUSED;
  }

  /** The place behind a known name, without what {@link Notation#name} has more. */
  private int behind(KnownNames names, int name, int from) {
    return from + names.length(name) - (edn ? 1 : 0);
  }

  private int function(int from) {
    if (from < 0) {
      return REFUSED;
    }
    int known = functions.find(bytes, from, end);
    if (known >= 0) {
      found = functionNumbers[known];
      return behind(functions, known, from);
    }
    int at = values.name(from);
    if (at < 0 || values.length(from, at) == 0) {
      return REFUSED;
    }
    String name = values.string(from + 1, values.length(from, at));
    found = table.function(name);
    if (functions.add(notation.name(name))) {
      functionNumbers[functions.count() - 1] = found;
    }
    return at;
  }

  /** A node's name, in quotes in both notations. */
  private int node(int from) {
    int known = from < 0 ? -1 : nodes.find(bytes, from, end);
    if (known >= 0) {
      found = nodeNumbers[known];
      return from + nodes.length(known);
    }
    if (from < 0 || from >= end || bytes[from] != '"') {
      return REFUSED;
    }
    int at = values.name(from);
    if (at < 0 || values.length(from, at) == 0) {
      return REFUSED;
    }
    String name = values.string(from + 1, values.length(from, at));
    found = table.node(name);
    if (nodes.add("\"" + name + "\"")) {
      nodeNumbers[nodes.count() - 1] = found;
    }
    return at;
  }

  private int error(int from) {
    boolean plain =
        from >= 0
            && from < end
            && (bytes[from] == '"' || bytes[from] == 'n' || (edn && bytes[from] == ':'));
    int at = plain ? values.value(from) : REFUSED;
    if (at >= 0
        && values.cell != CellPool.NIL
        && table.pool.value(values.cell).asText().isEmpty()) {
      values.cell = CellPool.NIL;
    }
    return at;
  }
}

package dev.ordeal.targets.jdbc;

/** The statements by which a client changes a row whose new value depends on whether it exists. */
enum Shape {
  /** One statement inserts or updates, in the database's own form. */
  UPSERT,

  /** An update; if it found no row, an insert. */
  UPDATE,

  /** A select; the client computes the new value, and updates or inserts. */
  READ_WRITE,

  /** As {@link #READ_WRITE}, with a select that locks the row. */
  FOR_UPDATE
}

package dev.ordeal.results.registry;

import java.nio.file.Path;
import java.util.Map;

/** Something that a user's file defines, without a class of its own. Immutable. */
public interface Defined extends Named {
  /** The file that defines it. */
  Path file();

  /**
   * The same with options set.
   *
   * @param options what the user set, by name; never null
   * @return of the same interfaces
   * @throws IllegalArgumentException if there is no such option or a value is wrong; the message
   *     begins with the option
   */
  Named set(Map<String, String> options);
}

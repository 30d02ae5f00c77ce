package dev.ordeal.results.registry;

import java.util.List;
import java.util.Optional;

/** Something that users name: a database, a workload, a fault, … */
public interface Named {
  /** Its name on the command line: lower case, words joined by hyphens; never null. */
  String name();

  /** One line for {@code ordeal list}; may be empty. */
  default String description() {
    return "";
  }

  /** Other names by which it is found, such as those of older versions. */
  default List<String> aliases() {
    return List.of();
  }

  /**
   * All that this class offers, itself among them; more than one for a family such as locks of
   * several kinds. They are of the same interface.
   */
  default List<? extends Named> variants() {
    return List.of(this);
  }

  /**
   * The one of another parameter, for one whose name ends in a colon and a parameter.
   *
   * @param parameter never empty
   * @return empty if it is no possible parameter
   */
  default Optional<? extends Named> with(String parameter) {
    return Optional.empty();
  }
}

package dev.ordeal.targets.disk;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The numbers by which the kernel knows files and folders, and where they are. A file keeps its
 * number when it is renamed, or put aside. Not thread-safe.
 */
final class DiskTree {
  /** The number of the folder that is served. */
  static final long ROOT = 1;

  private final Map<Long, Path> places = new HashMap<>();
  private final Map<Path, Long> numbers = new HashMap<>();
  private long last;

  DiskTree(Path root, long firstFree) {
    last = firstFree - 1;
    put(ROOT, root);
  }

  private void put(long number, Path place) {
    places.put(number, place);
    numbers.put(place, number);
  }

  /** Where something is. */
  Path place(long number) throws DiskException {
    Path place = places.get(number);
    if (place == null) {
      throw new DiskException(Fuse.ENOENT);
    }
    return place;
  }

  /** The number of what is at a place, a new one if it has none. */
  long number(Path place) {
    Long known = numbers.get(place);
    if (known == null) {
      known = ++last;
      put(known, place);
    }
    return known;
  }

  /** Notes that what was at a place, and below it, is at another. */
  void moved(Path from, Path to) {
    Map<Path, Long> below = new HashMap<>();
    numbers.forEach(
        (place, number) -> {
          if (place.startsWith(from)) {
            below.put(place, number);
          }
        });
    below.keySet().forEach(numbers::remove);
    below.forEach(
        (place, number) ->
            put(number, place.equals(from) ? to : to.resolve(from.relativize(place))));
  }

  /** Notes that nothing is at a place any more. */
  void removed(Path place) {
    numbers.remove(place);
  }
}

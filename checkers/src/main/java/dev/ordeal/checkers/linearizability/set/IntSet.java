package dev.ordeal.checkers.linearizability.set;

import java.util.Arrays;

/**
 * A set of numbers from 0 that can be gone through by position. One that knows its universe looks
 * numbers up in an array of that size; one that does not goes through them, and is for a handful.
 * Not thread-safe.
 */
final class IntSet {
  private final int[] places;
  private int[] items = new int[4];
  private int size;

  private IntSet(int[] places) {
    this.places = places;
  }

  static IntSet ofFew() {
    return new IntSet(null);
  }

  static IntSet upTo(int universe) {
    int[] places = new int[universe];
    Arrays.fill(places, -1);
    return new IntSet(places);
  }

  int size() {
    return size;
  }

  int get(int place) {
    return items[place];
  }

  boolean contains(int number) {
    return place(number) >= 0;
  }

  /** Adds a number that is not in it. */
  void add(int number) {
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
    }
    if (places != null) {
      places[number] = size;
    }
    items[size++] = number;
  }

  /** Takes a number out that is in it, puts it in otherwise. */
  void toggle(int number) {
    int place = place(number);
    if (place < 0) {
      add(number);
      return;
    }
    int last = items[--size];
    items[place] = last;
    if (places != null) {
      places[last] = place;
      places[number] = -1;
    }
  }

  int[] toArray() {
    return Arrays.copyOf(items, size);
  }

  private int place(int number) {
    if (places != null) {
      return places[number];
    }
    for (int place = 0; place < size; place++) {
      if (items[place] == number) {
        return place;
      }
    }
    return -1;
  }
}

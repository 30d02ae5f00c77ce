package dev.ordeal.targets.maelstrom.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which nodes are neighbours. */
public enum Topology {
  /** Rows of about as many nodes as there are rows; those beside, above and below. */
  GRID {
    @Override
    boolean areNeighbours(int one, int other, int nodes) {
      int width = (int) Math.ceil(Math.sqrt(nodes));
      int rows = Math.abs(one / width - other / width);
      int columns = Math.abs(one % width - other % width);
      return rows + columns == 1;
    }
  },

  /** One after the other. */
  LINE {
    @Override
    boolean areNeighbours(int one, int other, int nodes) {
      return Math.abs(one - other) == 1;
    }
  },

  /** Everybody and everybody else. */
  TOTAL {
    @Override
    boolean areNeighbours(int one, int other, int nodes) {
      return one != other;
    }
  },

  /** Each node has up to two children. */
  TREE {
    @Override
    boolean areNeighbours(int one, int other, int nodes) {
      return isParent(one, other) || isParent(other, one);
    }

    private boolean isParent(int parent, int child) {
      return child > 0 && (child - 1) / 2 == parent;
    }
  };

  abstract boolean areNeighbours(int one, int other, int nodes);

  /** The neighbours of each node, in the nodes' order. */
  Map<String, List<String>> of(List<String> nodes) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (int one = 0; one < nodes.size(); one++) {
      List<String> neighbours = new ArrayList<>();
      for (int other = 0; other < nodes.size(); other++) {
        if (areNeighbours(one, other, nodes.size())) {
          neighbours.add(nodes.get(other));
        }
      }
      all.put(nodes.get(one), neighbours);
    }
    return all;
  }
}

package dev.ordeal.targets.brittle.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Term, vote and log entries, on disk before anybody hears of them.
 *
 * <p>The file holds a line for each change: {@code T term vote} or {@code E index entry}; an
 * entry's line cuts off everything from its index on. Entries are numbered from 1. Each line ends
 * with its checksum: a node whose log is damaged does not start.
 */
final class RaftLog {
  private final FileChannel file;
  private final boolean syncs;
  private final StringBuilder unwritten = new StringBuilder();
  private final List<Entry> entries = new ArrayList<>();
  private long term;
  private String vote = "-";

  RaftLog(Path path, boolean remembers, boolean syncs) throws IOException {
    this.syncs = syncs;
    long kept = 0;
    if (remembers && Files.exists(path)) {
      String text = Files.readString(path);
      // A cut-off last line was never acted upon.
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      kept = whole.getBytes(StandardCharsets.UTF_8).length;
      int number = 0;
      for (String line : whole.lines().toList()) {
        number++;
        int end = line.lastIndexOf(' ');
        if (end < 0 || !line.endsWith(checksum(line.substring(0, end)))) {
          throw new IOException("%s, line %d: damaged".formatted(path, number));
        }
        replay(line.substring(0, end));
      }
    }
    file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    file.truncate(kept);
  }

  private static String checksum(String line) {
    CRC32 sum = new CRC32();
    sum.update(line.getBytes(StandardCharsets.UTF_8));
    return " %08x".formatted(sum.getValue());
  }

  private void write(String line) {
    unwritten.append(line).append(checksum(line)).append('\n');
  }

  private void replay(String line) {
    String[] words = line.split(" ");
    if (words[0].equals("T")) {
      term = Long.parseLong(words[1]);
      vote = words[2];
    } else {
      cut(Integer.parseInt(words[1]));
      entries.add(Entry.decode(words[2]));
    }
  }

  private void cut(int index) {
    while (entries.size() >= index) {
      entries.removeLast();
    }
  }

  long term() {
    return term;
  }

  /** Whom this node voted for in this term; "-" for nobody. */
  String vote() {
    return vote;
  }

  void enter(long newTerm, String newVote) {
    term = newTerm;
    vote = newVote;
    write("T " + term + " " + vote);
  }

  int last() {
    return entries.size();
  }

  long termAt(int index) {
    return index == 0 ? 0 : entries.get(index - 1).term();
  }

  Entry at(int index) {
    return entries.get(index - 1);
  }

  /** Puts an entry at an index and cuts off what followed. */
  void put(int index, Entry entry) {
    cut(index);
    entries.add(entry);
    write("E " + index + " " + entry.encode());
  }

  /** Forces every change to the disk. */
  void sync() throws IOException {
    if (unwritten.length() == 0) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(unwritten.toString().getBytes(StandardCharsets.UTF_8));
    unwritten.setLength(0);
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
    if (syncs) {
      file.force(false);
    }
  }
}

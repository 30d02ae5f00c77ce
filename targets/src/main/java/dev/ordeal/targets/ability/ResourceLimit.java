package dev.ordeal.targets.ability;

import java.util.Locale;

/** What a node's processes may have of the machine that they share with others. */
public sealed interface ResourceLimit {
  /** What an environment needs for it. */
  Class<? extends ResourceLimits> ability();

  /** For people: {@code 5.0 % of a processor}. */
  String describe();

  /**
   * Less of the processors than they want.
   *
   * @param share of one processor, for all processes of a node together, above 0
   */
  record Processor(double share) implements ResourceLimit {
    public Processor {
      if (!(share > 0)) {
        throw new IllegalArgumentException("a share of a processor has to be above 0: " + share);
      }
    }

    @Override
    public Class<ProcessorLimits> ability() {
      return ProcessorLimits.class;
    }

    @Override
    public String describe() {
      return String.format(Locale.ROOT, "%.1f %% of a processor", 100 * share);
    }
  }

  /**
   * No more memory than they have, but for a little. What can be reclaimed, as cached files, is
   * taken; then the kernel kills one of them.
   *
   * @param spareBytes what they may take beyond what they have, above 0
   */
  record Memory(long spareBytes) implements ResourceLimit {
    private static final double MEBI = 1 << 20;

    public Memory {
      if (spareBytes <= 0) {
        throw new IllegalArgumentException("spare memory has to be above 0: " + spareBytes);
      }
    }

    @Override
    public Class<MemoryLimits> ability() {
      return MemoryLimits.class;
    }

    @Override
    public String describe() {
      return String.format(Locale.ROOT, "%.1f MiB of memory to spare", spareBytes / MEBI);
    }
  }
}

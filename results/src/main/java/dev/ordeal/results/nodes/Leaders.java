package dev.ordeal.results.nodes;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Which nodes led, as they said themselves when they were asked, about twice a second.
 *
 * <p>Each event holds the names of all nodes that say they lead, and is recorded when these change.
 * A node that was cut off may go on saying so: the newest to say it counts as the leader.
 *
 * @param wereAsked whether the run asked for leaders at all
 * @param terms the leaders in order, each another than the one before
 * @param vacancies when no node said that it led, for a second or longer, in order
 */
public record Leaders(boolean wereAsked, List<Term> terms, List<Vacancy> vacancies) {
  /** The function of the events, {@code info}s of the nemesis. */
  public static final String FUNCTION = "leaders";

  private static final int SHOWN_MAX = 8;

  /** Nodes are asked twice a second: what is shorter may be no more than a late answer. */
  private static final long VACANCY_NANOS_MIN = TimeUnit.SECONDS.toNanos(1);

  /**
   * A node that leads from some time on.
   *
   * @param time nanoseconds since the run began at which it was first seen to lead
   */
  public record Term(long time, String node) {}

  /**
   * A time in which no node said that it led.
   *
   * @param time nanoseconds since the run began at which that was first seen
   * @param nanos how long, until a node said so again or the history ended
   */
  public record Vacancy(long time, long nanos) {}

  public Leaders {
    terms = List.copyOf(terms);
    vacancies = List.copyOf(vacancies);
  }

  /** The value of an event: who says now that it leads. */
  public static Value value(List<String> leading) {
    return Value.texts(leading);
  }

  public static Leaders of(History history) {
    boolean wereAsked = false;
    List<Term> terms = new ArrayList<>();
    List<Vacancy> vacancies = new ArrayList<>();
    List<String> before = List.of();
    long vacantSince = -1;
    for (Event event : history.nemesisEvents()) {
      if (!event.function().equals(FUNCTION) || !(event.value() instanceof Value.Seq)) {
        continue;
      }
      wereAsked = true;
      List<String> leading = event.value().asList().stream().map(Value::asText).toList();
      for (String node : leading) {
        boolean isNew = !before.contains(node) || leading.size() == 1;
        if (isNew && (terms.isEmpty() || !terms.getLast().node().equals(node))) {
          terms.add(new Term(event.time(), node));
        }
      }
      if (!leading.isEmpty() && vacantSince >= 0) {
        addVacancy(vacancies, vacantSince, event.time());
        vacantSince = -1;
      } else if (leading.isEmpty() && vacantSince < 0) {
        vacantSince = event.time();
      }
      before = leading;
    }
    if (vacantSince >= 0) {
      addVacancy(vacancies, vacantSince, history.events().getLast().time());
    }
    return new Leaders(wereAsked, terms, vacancies);
  }

  private static void addVacancy(List<Vacancy> vacancies, long from, long to) {
    if (to - from >= VACANCY_NANOS_MIN) {
      vacancies.add(new Vacancy(from, to - from));
    }
  }

  /** How often another node came to lead. */
  public int changes() {
    return Math.max(0, terms.size() - 1);
  }

  /** How long no node said that it led, in seconds, without times shorter than a second. */
  public double vacantSeconds() {
    return vacancies.stream().mapToLong(Vacancy::nanos).sum() / 1e9;
  }

  /**
   * One line for people: {@code n1 → n3 (1 change; none led for 15.4 s)}; empty if the run did not
   * ask.
   */
  public String text() {
    if (!wereAsked) {
      return "";
    }
    if (terms.isEmpty()) {
      return "no node said that it leads";
    }
    List<String> names = new ArrayList<>();
    for (Term term : terms) {
      names.add(term.node());
    }
    if (names.size() > SHOWN_MAX) {
      List<String> shown = new ArrayList<>(names.subList(0, SHOWN_MAX - 1));
      shown.add("…");
      shown.add(names.getLast());
      names = shown;
    }
    String vacant =
        vacancies.isEmpty()
            ? ""
            : String.format(Locale.ROOT, "; none led for %.1f s", vacantSeconds());
    return "%s (%s%s)".formatted(String.join(" → ", names), Count.of(changes(), "change"), vacant);
  }
}

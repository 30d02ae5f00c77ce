package dev.ordeal.results.campaign;

import io.jstach.jstache.JStache;
import io.jstach.jstache.JStacheConfig;
import io.jstach.jstache.JStacheType;
import java.util.List;

/** What {@code campaign.mustache} shows; the template is checked against it when it is compiled. */
@JStacheConfig(type = JStacheType.STACHE)
@JStache(path = "dev/ordeal/results/campaign/campaign.mustache")
record CampaignPage(
    String title,
    String worst,
    String worstClass,
    String sentence,
    String subtitle,
    String command,
    List<Card> cards,
    List<Group> groups,
    String incomplete,
    String assurance,
    List<Held> held,
    List<Vanished> notSeen,
    CampaignTrend trend,
    List<String> unused,
    List<Run> runs,
    String css) {

  boolean hasGroups() {
    return !groups.isEmpty();
  }

  boolean hasIncomplete() {
    return !incomplete.isEmpty();
  }

  boolean hasNotSeen() {
    return !notSeen.isEmpty();
  }

  boolean hasUnused() {
    return !unused.isEmpty();
  }

  boolean hasHeld() {
    return !held.isEmpty();
  }

  record Card(String label, String value) {}

  record Vanished(String signature, String sentence) {}

  record Held(String kind, int count) {}

  record Group(
      String status,
      String signature,
      String rate,
      String note,
      String beside,
      String reason,
      String reproduce,
      List<Link> links,
      String more) {
    boolean hasNote() {
      return !note.isEmpty();
    }

    boolean hasBeside() {
      return !beside.isEmpty();
    }

    boolean hasReproduce() {
      return !reproduce.isEmpty();
    }
  }

  record Link(String text, String href) {}

  record Run(
      int number,
      String label,
      String subject,
      long seed,
      String ending,
      String endingClass,
      String what,
      String seconds,
      String operations,
      String report,
      String console) {
    boolean hasReport() {
      return !report.isEmpty();
    }
  }
}

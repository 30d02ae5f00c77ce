package dev.ordeal.targets.kernel;

import dev.ordeal.targets.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packet rules of one host, in chains of our own: shell commands that make, change and remove
 * them. Other rules are not touched.
 *
 * <p>Connections to a peer are redirected to the proxy of that link where they leave (table {@code
 * nat}); packets are lost before that, where they still bear the peer's address (table {@code
 * mangle}), so that what is lost is what would have gone to or come from the peer, proxied or not.
 */
public final class PacketRules {
  private final String chain;

  /**
   * @param tag tells runs apart; eight letters and digits at most
   */
  public PacketRules(String tag) {
    this.chain = "ordeal-" + tag;
  }

  /** Makes the chains. */
  public String create() {
    return String.join(
        "\n",
        "set -e",
        "iptables -w -t nat -N " + chain,
        "iptables -w -t nat -A OUTPUT -j " + chain,
        "iptables -w -t mangle -N " + chain + "-o",
        "iptables -w -t mangle -A OUTPUT -j " + chain + "-o",
        "iptables -w -t mangle -N " + chain + "-i",
        "iptables -w -t mangle -A INPUT -j " + chain + "-i");
  }

  /** Removes the chains and everything in them; does no harm where there are none. */
  public String remove() {
    List<String> lines = new ArrayList<>();
    lines.addAll(removal("nat", "OUTPUT", chain));
    lines.addAll(removal("mangle", "OUTPUT", chain + "-o"));
    lines.addAll(removal("mangle", "INPUT", chain + "-i"));
    lines.add("true");
    return String.join("\n", lines);
  }

  private static List<String> removal(String table, String hook, String name) {
    String rules = "iptables -w -t " + table + " ";
    return List.of(
        "while %s-D %s -j %s 2>/dev/null; do :; done".formatted(rules, hook, name),
        "if %s-F %s 2>/dev/null; then %s-X %s; fi".formatted(rules, name, rules, name));
  }

  /** Redirects new connections to a peer's port to a proxy. */
  public String redirect(Address peer, Address proxy) {
    return "iptables -w -t nat -A %s -p tcp -d %s --dport %d -j DNAT --to-destination %s"
        .formatted(chain, peer.host(), peer.port(), proxy);
  }

  /**
   * Loses a share of what connections bring to a peer. Nothing else is redirected, so it is lost
   * where it arrives: here, the sender would notice.
   */
  public String loseTo(String peer, double share, String fault) {
    return "iptables -w -t mangle -A " + rule("o", "-p tcp -d", peer, share, fault);
  }

  /**
   * Loses a share of what comes from a peer. What answers a redirected connection bears the proxy's
   * address until after the last rule, so it is known by the address that was asked for.
   */
  public List<String> loseFrom(String peer, double share, String fault) {
    String answers = "-m conntrack --ctdir REPLY --ctorigdst";
    return List.of(
        "iptables -w -t mangle -A " + rule("i", "-s", peer, share, fault),
        "iptables -w -t mangle -A " + rule("i", answers, peer, share, fault));
  }

  private String rule(String which, String side, String peer, double share, String fault) {
    String some =
        share < 1
            ? String.format(Locale.ROOT, "-m statistic --mode random --probability %.4f ", share)
            : "";
    return "%s-%s %s %s -m comment --comment %s %s-j DROP"
        .formatted(chain, which, side, peer, fault, some);
  }

  /** Loses what name servers answer, wherever questions to them are redirected. */
  public String loseNames(String fault) {
    String answers = "-m conntrack --ctdir REPLY --ctorigdstport";
    return Stream.of("-p udp", "-p tcp")
        .map(p -> "iptables -w -t mangle -A " + rule("i", p + " " + answers, "53", 1, fault))
        .collect(Collectors.joining(" && "));
  }

  /** Marks what goes to a peer. */
  public String markTo(String peer, int mark, String fault) {
    return mark("-d " + peer, mark, fault);
  }

  /**
   * Marks what answers connections to a port of the host. It goes to the proxy, not to the peer, so
   * whom it is for cannot be told.
   */
  public String markFrom(int port, int mark, String fault) {
    return mark("-p tcp --sport " + port, mark, fault);
  }

  private String mark(String which, int mark, String fault) {
    return "iptables -w -t mangle -A %s-o %s -m comment --comment %s -j MARK --set-mark %d"
        .formatted(chain, which, fault, mark);
  }

  /** Prints how many rules of a fault there are, and how many packets they met so far. */
  public String count(String fault) {
    return ("{ iptables -w -t mangle -vnxL %1$s-o; iptables -w -t mangle -vnxL %1$s-i; }"
            + " 2>/dev/null | awk '/\\/\\* %2$s \\*\\//{ n++; m += $1 } END { print n+0, m+0"
            + " }'")
        .formatted(chain, fault);
  }

  /** Removes a fault's rules; does no harm where there are none. */
  public String deliver(String fault) {
    List<String> lines = new ArrayList<>();
    for (String which : List.of("o", "i")) {
      // The listing gives each rule as it was made; -A becomes -D.
      lines.add(
          ("iptables -w -t mangle -S %s-%s 2>/dev/null | grep -e ' --comment %s ' | sed 's/^-A/-D/'"
                  + " | while read -r rule; do iptables -w -t mangle $rule || exit 1; done")
              .formatted(chain, which, fault));
    }
    return String.join(" && ", lines);
  }
}

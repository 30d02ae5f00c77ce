package dev.ordeal.targets.toxiproxy;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/** Metrics in Prometheus' text format, with the names that Toxiproxy gives them. */
final class ProxyMetrics {
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private ProxyMetrics() {}

  static String text(Set<EmbeddedToxiproxy.Metrics> wanted, Collection<EmbeddedProxy> proxies) {
    StringBuilder text = new StringBuilder();
    if (wanted.contains(EmbeddedToxiproxy.Metrics.RUNTIME)) {
      runtime(text);
    }
    if (wanted.contains(EmbeddedToxiproxy.Metrics.PROXY) && !proxies.isEmpty()) {
      header(text, "toxiproxy_proxy_received_bytes_total", "counter");
      proxies.forEach(
          proxy -> {
            line(text, "received", "downstream", proxy, proxy.downward().receivedBytes());
            line(text, "received", "upstream", proxy, proxy.upward().receivedBytes());
          });
      header(text, "toxiproxy_proxy_sent_bytes_total", "counter");
      proxies.forEach(
          proxy -> {
            line(text, "sent", "downstream", proxy, proxy.downward().sentBytes());
            line(text, "sent", "upstream", proxy, proxy.upward().sentBytes());
          });
    }
    return text.toString();
  }

  private static void header(StringBuilder text, String name, String type) {
    text.append("# HELP ").append(name).append(" \n");
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void line(
      StringBuilder text, String what, String direction, EmbeddedProxy proxy, long bytes) {
    text.append("toxiproxy_proxy_").append(what).append("_bytes_total{direction=\"");
    text.append(direction).append("\",listener=\"").append(escaped(proxy.listen()));
    text.append("\",proxy=\"").append(escaped(proxy.name()));
    text.append("\",upstream=\"").append(escaped(proxy.upstream()));
    text.append("\"} ").append(bytes).append('\n');
  }

  private static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static void runtime(StringBuilder text) {
    var runtime = ManagementFactory.getRuntimeMXBean();
    var memory = ManagementFactory.getMemoryMXBean();
    gauge(text, "process_start_time_seconds", runtime.getStartTime() / 1e3);
    gauge(text, "jvm_threads_current", ManagementFactory.getThreadMXBean().getThreadCount());
    gauge(text, "jvm_memory_used_bytes", (double) memory.getHeapMemoryUsage().getUsed());
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.UnixOperatingSystemMXBean unix) {
      header(text, "process_cpu_seconds_total", "counter");
      value(text, "process_cpu_seconds_total", unix.getProcessCpuTime() / 1e9);
      gauge(text, "process_open_fds", (double) unix.getOpenFileDescriptorCount());
      gauge(text, "process_max_fds", (double) unix.getMaxFileDescriptorCount());
      gauge(text, "process_virtual_memory_bytes", (double) unix.getCommittedVirtualMemorySize());
    }
  }

  private static void gauge(StringBuilder text, String name, double value) {
    header(text, name, "gauge");
    value(text, name, value);
  }

  private static void value(StringBuilder text, String name, double value) {
    text.append(name).append(' ').append(String.format(Locale.ROOT, "%.3f", value)).append('\n');
  }
}

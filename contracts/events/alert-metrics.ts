/** What an alert rule can watch. Latencies and waits in milliseconds, rates between 0 and 1, requests and tokens a minute. */
export const alertMetrics = [
  "latency-p50",
  "latency-p95",
  "latency-p99",
  "queue-p95",
  "error-rate",
  "cache-hit-rate",
  "requests-per-minute",
  "tokens-per-minute",
] as const;
export type AlertMetric = (typeof alertMetrics)[number];

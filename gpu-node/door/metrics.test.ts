import { describe, expect, it } from "vitest";
import { Registry } from "./metrics.ts";

describe("the page of metrics", () => {
  it("is Prometheus' text format: cumulative buckets, sum and count, escaped labels", () => {
    const registry = new Registry();
    const requests = registry.counter("requests_total", "Requests.");
    const seconds = registry.histogram("seconds", "Duration.", [0.1, 1]);
    registry.gauge("waiting", "Now.", () => 3);
    requests.add({ route: 'a"b\\c\nd' });
    requests.add({ route: 'a"b\\c\nd' }, 2);
    seconds.observe(0.1);
    seconds.observe(0.5, { kind: "x" });
    seconds.observe(5, { kind: "x" });
    expect(registry.render().split("\n")).toEqual([
      "# HELP requests_total Requests.",
      "# TYPE requests_total counter",
      'requests_total{route="a\\"b\\\\c\\nd"} 3',
      "# HELP seconds Duration.",
      "# TYPE seconds histogram",
      'seconds_bucket{le="0.1"} 1',
      'seconds_bucket{le="1"} 1',
      'seconds_bucket{le="+Inf"} 1',
      "seconds_sum 0.1",
      "seconds_count 1",
      'seconds_bucket{kind="x",le="0.1"} 0',
      'seconds_bucket{kind="x",le="1"} 1',
      'seconds_bucket{kind="x",le="+Inf"} 2',
      'seconds_sum{kind="x"} 5.5',
      'seconds_count{kind="x"} 2',
      "# HELP waiting Now.",
      "# TYPE waiting gauge",
      "waiting 3",
      "",
    ]);
  });
});

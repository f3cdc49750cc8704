/** Counters, gauges and histograms in Prometheus' text format (version 0.0.4). */

export type Labels = Readonly<Record<string, string>>;

interface Metric {
  render(): string[];
}

export class Registry {
  readonly #metrics: Metric[] = [];

  counter(name: string, help: string): Counter {
    return this.#keep(new Counter(name, help));
  }

  /** A value read when somebody looks. */
  gauge(name: string, help: string, read: () => number): void {
    this.#keep({ render: () => [...heading(name, help, "gauge"), `${name} ${read()}`] });
  }

  /** A count kept elsewhere, read when somebody looks. */
  count(name: string, help: string, read: () => number): void {
    this.#keep({ render: () => [...heading(name, help, "counter"), `${name} ${read()}`] });
  }

  /** `buckets` are upper bounds in rising order; the infinite one is added. */
  histogram(name: string, help: string, buckets: readonly number[]): Histogram {
    return this.#keep(new Histogram(name, help, buckets));
  }

  render(): string {
    return `${this.#metrics.flatMap((metric) => metric.render()).join("\n")}\n`;
  }

  #keep<Kind extends Metric>(metric: Kind): Kind {
    this.#metrics.push(metric);
    return metric;
  }
}

export class Counter {
  readonly #name: string;
  readonly #help: string;
  readonly #values = new Map<string, number>();

  constructor(name: string, help: string) {
    this.#name = name;
    this.#help = help;
  }

  add(labels: Labels = {}, amount = 1): void {
    const key = labelText(labels);
    this.#values.set(key, (this.#values.get(key) ?? 0) + amount);
  }

  render(): string[] {
    return [
      ...heading(this.#name, this.#help, "counter"),
      ...[...this.#values].map(([labels, value]) => `${this.#name}${braced(labels)} ${value}`),
    ];
  }
}

export class Histogram {
  readonly #name: string;
  readonly #help: string;
  readonly #buckets: readonly number[];
  readonly #series = new Map<string, { counts: number[]; sum: number; count: number }>();

  constructor(name: string, help: string, buckets: readonly number[]) {
    this.#name = name;
    this.#help = help;
    this.#buckets = buckets;
  }

  observe(value: number, labels: Labels = {}): void {
    const key = labelText(labels);
    const series = this.#series.get(key) ?? { counts: this.#buckets.map(() => 0), sum: 0, count: 0 };
    this.#series.set(key, series);
    this.#buckets.forEach((bound, i) => {
      if (value <= bound) series.counts[i] = (series.counts[i] ?? 0) + 1;
    });
    series.sum += value;
    series.count++;
  }

  render(): string[] {
    const lines = heading(this.#name, this.#help, "histogram");
    for (const [labels, { counts, sum, count }] of this.#series) {
      const bucket = (bound: string, value: number) => `${this.#name}_bucket{${labels}${labels && ","}le="${bound}"} ${value}`;
      lines.push(...this.#buckets.map((bound, i) => bucket(String(bound), counts[i] ?? 0)), bucket("+Inf", count));
      lines.push(`${this.#name}_sum${braced(labels)} ${sum}`, `${this.#name}_count${braced(labels)} ${count}`);
    }
    return lines;
  }
}

function heading(name: string, help: string, type: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function labelText(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escape(value)}"`)
    .join(",");
}

function escape(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

function braced(labels: string): string {
  return labels === "" ? "" : `{${labels}}`;
}

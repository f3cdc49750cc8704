/** Figures as people read them. */

const integers = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const figures = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4 });
const shorts = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
const instants = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });
const moments = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

/** `count(12345)` → "12,345" */
export function count(value: number): string {
  return integers.format(value);
}

/** `plural(1, "text")` → "1 text", `plural(2, "text")` → "2 texts" */
export function plural(value: number, noun: string, many = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : many}`;
}

const singles: Readonly<Record<string, string>> = { people: "person", texts: "text", searches: "search" };

/** The same where the noun comes in its plural: `counted(1, "people")` → "1 person" */
export function counted(value: number, many: string): string {
  return plural(value, singles[many] ?? many, many);
}

/** A number of any size with at most four significant digits: `figure(0.051234)` → "0.05123". */
export function figure(value: number): string {
  return figures.format(value);
}

/** A score between 0 and 1, two decimals. */
export function score(value: number): string {
  return value.toFixed(2);
}

/** A share as whole per cent; shares that would round to 0 or 100 without being it keep that visible: "< 1 %", "> 99 %". */
export function percent(share: number): string {
  if (share > 0 && share < 0.005) return "< 1 %";
  if (share < 1 && share > 0.995) return "> 99 %";
  return `${Math.round(share * 100)} %`;
}

/** `range(0.2, 0.4, percent)` → "20 % to 40 %" */
export function range(low: number, high: number, format: (value: number) => string): string {
  return `${format(low)} to ${format(high)}`;
}

/** Milliseconds as "850 ms", "12.3 s", "4 min 10 s", "2 h 5 min". */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** The same with a digit more below ten milliseconds, for what is measured: "0.5 ms", "7.3 ms". */
export function latency(ms: number): string {
  return ms < 9.95 ? `${Math.round(ms * 10) / 10} ms` : duration(ms);
}

/** RFC 3339 → date and time in the reader's own zone. */
export function moment(iso: string): string {
  return moments.format(new Date(iso));
}

/** The same to the second, for things that follow each other quickly. */
export function instant(at: string | number): string {
  return instants.format(new Date(at));
}

/** Decimal multiples: "820 B", "1.3 kB", "4.0 MB". */
export function bytes(value: number): string {
  const units = ["B", "kB", "MB", "GB"];
  const power = Math.min(units.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3));
  return `${(value / 1_000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power] ?? "B"}`;
}

const dayTimes = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const times = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

const clockTimes = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

/** A span of a minute or longer on the reader's clock: "29 Nov, 14:05" for a minute, "29 Nov, 14:00 to 15:00" for an hour. */
export function instantRange(at: number, lengthMs: number): string {
  return lengthMs <= 60_000 ? dayTimes.format(at) : `${dayTimes.format(at)} to ${times.format(at + lengthMs)}`;
}

/** RFC 3339 → the time of day on the reader's clock, to the second: "14:05:22". */
export function timeOfDay(iso: string): string {
  return clockTimes.format(new Date(iso));
}

/** Large counts in few letters, for axes: `short(12300)` → "12.3K". */
export function short(value: number): string {
  return shorts.format(value);
}

const abbreviations = new Set(["ppc", "seo", "pr", "mrr", "saas"]);

/** Names as the code spells them, for people: "market_size" and "marketSize" → "market size", "seo" → "SEO". */
export function words(name: string): string {
  return name
    .replace(/[_-]+/g, " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(" ")
    .map((word) => (abbreviations.has(word) ? word.toUpperCase().replace("SAAS", "SaaS") : word))
    .join(" ");
}

/** The same with a capital at the start. */
export function title(name: string): string {
  const plain = words(name);
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

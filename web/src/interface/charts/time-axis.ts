/** Ticks of a time axis: round hours and days of the reader's own clock. */

export interface TimeTick {
  at: number;
  label: string;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minute),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hour),
  ...[1, 2, 7, 14, 30].map((days) => days * day),
];

const dates = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/**
 * At most about `wanted` ticks between `from` and `until` (epoch milliseconds). `offsetMs`: how far the reader's clock is ahead of UTC. Whole
 * days, and midnight in windows of more than a day, are named by their date, everything else by the time.
 */
export function timeTicks(from: number, until: number, wanted: number, offsetMs: number): TimeTick[] {
  const span = until - from;
  const step = steps.find((one) => span / one <= wanted) ?? 30 * day;
  const first = Math.ceil((from + offsetMs) / step) * step - offsetMs;
  const ticks: TimeTick[] = [];
  for (let at = first; at <= until; at += step) ticks.push({ at, label: labelOf(at + offsetMs, step, span) });
  return ticks;
}

/** `at`: on the reader's clock. */
function labelOf(at: number, step: number, span: number): string {
  const local = new Date(at);
  const isMidnight = at % day === 0;
  return step >= day || (isMidnight && span > day) ? dates.format(local) : local.toISOString().slice(11, 16);
}

/** How far the clock of this device is ahead of UTC at that time. */
export function clockOffsetMs(at: number): number {
  return -new Date(at).getTimezoneOffset() * minute;
}

/** Dated texts counted by calendar month, in UTC. */
import { maxDemandTexts, maxMonths, maxMonthTexts, type Demand } from "../../../../contracts/services/niche-demand.ts";

export interface Dated {
  /** Id of the text. */
  text?: string | undefined;
  /** RFC 3339 in UTC. */
  date?: string | undefined;
  author?: string | number | undefined;
}

export interface MonthWindow {
  /** First month counted: months since the year 0. */
  from: number;
  months: number;
}

/** Share of the dated texts at either end that may lie far off, by a clock that was wrong, without stretching the window. */
const strayShare = 0.005;

/**
 * The whole months in which a source can be counted: from the earliest to the latest date, without the months of these two, since a file that
 * begins or ends within a month holds only a part of it. At most the latest `maxMonths`. `undefined` when no whole month is left.
 */
export function windowOf(texts: Iterable<Dated>): MonthWindow | undefined {
  const dated: number[] = [];
  for (const { date } of texts) if (date !== undefined) dated.push(monthOf(date));
  const months = Int32Array.from(dated).sort();
  const strays = Math.floor(strayShare * months.length);
  const [first, last] = [months[strays], months[months.length - 1 - strays]];
  if (first === undefined || last === undefined || last - first < 2) return undefined;
  const from = Math.max(first + 1, last - maxMonths);
  return { from, months: last - from };
}

/** Counts of each month of the window: texts, or distinct authors where `unit` says so (a text without an author counts as one). */
export function countsIn(texts: Iterable<Dated>, { from, months }: MonthWindow, unit: "authors" | "texts"): number[] {
  const counts = Array.from({ length: months }, () => 0);
  const met = new Set<string>();
  for (const { date, author } of texts) {
    if (date === undefined) continue;
    const place = monthOf(date) - from;
    if (place < 0 || place >= months) continue;
    const key = `${place} ${author}`;
    if (unit === "authors" && author !== undefined && met.has(key)) continue;
    met.add(key);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
}

/**
 * Which texts stand behind the counts: how many different ones in all, and of each month that has any how many and the first few. The occurrences of
 * a text have to follow each other; those of which the id is not known are left out.
 */
export function textsIn(
  texts: Iterable<Dated>,
  { from, months }: MonthWindow,
): { texts: number; evidence: NonNullable<Demand["evidence"]> } {
  const most = Math.min(maxMonthTexts, Math.max(1, Math.floor(maxDemandTexts / months)));
  const byMonth = Array.from({ length: months }, (): { texts: number; ids: string[]; last?: string } => ({ texts: 0, ids: [] }));
  let different = 0;
  let latest: string | undefined;
  for (const { date, text } of texts) {
    const here = date === undefined ? undefined : byMonth[monthOf(date) - from];
    if (!here || text === undefined) continue;
    if (text !== latest) different += 1;
    latest = text;
    if (text === here.last) continue;
    here.last = text;
    here.texts += 1;
    if (here.ids.length < most) here.ids.push(text);
  }
  return {
    texts: different,
    evidence: byMonth.flatMap(({ texts: written, ids }, place) =>
      written === 0 ? [] : [{ month: monthName(from + place), texts: written, evidenceIds: ids }],
    ),
  };
}

/** Some of the texts behind the counts: of each month one, the latest month first, then of each another one. */
export function spreadOver({ evidence = [] }: Pick<Demand, "evidence">, most: number): string[] {
  const months = evidence.toReversed();
  const rounds = Math.max(0, ...months.map(({ evidenceIds }) => evidenceIds.length));
  const inTurn = Array.from({ length: rounds }, (_, round) => months.flatMap(({ evidenceIds }) => evidenceIds[round] ?? []));
  return [...new Set(inTurn.flat())].slice(0, most);
}

/** `2025-03` */
export function monthName(month: number): string {
  return `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}`;
}

/** `monthAt("2024-11", 3)` → "2025-02" */
export function monthAt(from: string, months: number): string {
  return monthName(monthOf(from) + months);
}

/** Months since the year 0. */
export function monthOf(date: string): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
}

/** Texts with a date that the window leaves out. */
export function outsideOf(texts: Iterable<Dated>, window: MonthWindow | undefined): number {
  let outside = 0;
  for (const { date } of texts) {
    if (date === undefined) continue;
    const place = window ? monthOf(date) - window.from : -1;
    if (!window || place < 0 || place >= window.months) outside += 1;
  }
  return outside;
}

/** Texts without a date. */
export function undatedOf(texts: Iterable<Dated>): number {
  let undated = 0;
  for (const { date } of texts) if (date === undefined) undated += 1;
  return undated;
}

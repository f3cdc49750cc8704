/** Invents who wrote a text of the sample, when, and in which conversation. */
import type { Chance } from "../../workers/kit/statistics/chance.ts";

/** Texts that a pattern finds: who writes them, and whether they become more. */
export interface Topic {
  name: string;
  pattern: RegExp;
  /** Times as often in the last month as in the first, beside what all topics do. */
  becomes: number;
  /** Weights of the roles. */
  roles: Readonly<Record<string, number>>;
}

export interface Crowd {
  people: number;
  /** The first that finds a text is its topic. */
  topics: readonly [...Topic[], Topic];
  countries: readonly string[];
  /** Times as many texts in the last month as in the first. */
  becomes: number;
  /** Weight of each month of the year, January first. */
  season: readonly number[];
}

export interface WrittenText {
  text: string;
  author: string;
  date: string;
  thread: string;
  role: string;
  country: string;
}

/** Whole years, so that the season can be told from the trend. */
export const [firstYear, months] = [2022, 48] as const;
const textsInThread = 3;

/** Every text with an invented writer and moment, in the order of `texts`. The same draws give the same answer. */
export function written(texts: readonly string[], crowd: Crowd, chance: Chance): WrittenText[] {
  const roles = [...new Set(crowd.topics.flatMap((topic) => Object.keys(topic.roles)))];
  const people = Array.from({ length: crowd.people }, (_, at) => ({
    author: `invented-person-${at + 1}`,
    role: roles[at % roles.length] ?? "",
    country: pick(
      crowd.countries,
      crowd.countries.map((_country, i) => 1 / (i + 1)),
      chance,
    ),
  }));
  const said = new Map<string, number>();
  return texts.map((text) => {
    const topic = crowd.topics.find(({ pattern }) => pattern.test(text)) ?? crowd.topics[0];
    const role = pick(
      roles,
      roles.map((one) => topic.roles[one] ?? 0),
      chance,
    );
    const alike = people.filter((person) => person.role === role);
    // Some write often, most once.
    const writer = alike[Math.floor(chance.uniform() ** 1.5 * alike.length)];
    const month = pick(
      allMonths,
      allMonths.map((at) => weightOf(at, crowd, topic)),
      chance,
    );
    const place = `${topic.name}-${month}`;
    const before = said.get(place) ?? 0;
    said.set(place, before + 1);
    return {
      text,
      author: writer?.author ?? "",
      date: momentIn(month, chance),
      thread: `invented-thread-${place}-${Math.floor(before / textsInThread) + 1}`,
      role,
      country: writer?.country ?? "",
    };
  });
}

const allMonths = Array.from({ length: months }, (_, at) => at);

function weightOf(month: number, { becomes, season }: Crowd, topic: Topic): number {
  const share = month / (months - 1);
  return (season[month % 12] ?? 1) * (1 + (becomes - 1) * share) * topic.becomes ** share;
}

function momentIn(month: number, chance: Chance): string {
  const day = 1 + Math.floor(chance.uniform() * 28);
  const minute = Math.floor(chance.uniform() * 24 * 60);
  return new Date(Date.UTC(firstYear, month, day, 0, minute)).toISOString();
}

function pick<T>(values: readonly [T, ...T[]] | readonly T[], weights: readonly number[], chance: Chance): T {
  let left = chance.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  const at = weights.findIndex((weight) => (left -= weight) <= 0);
  const value = values[at === -1 ? values.length - 1 : at];
  if (value === undefined) throw new Error("there is nothing to choose from");
  return value;
}

/** What a kind of source is: which request comes next, and what its answer says. Pure: somebody else sends and waits. */
import type { Result } from "../../../../contracts/result.ts";
import type { FetchCursor, SourceError, SourceKind, SourceSettings } from "../../../../contracts/services/niche-sources.ts";

export type SettingsOf<Kind extends SourceKind> = Extract<SourceSettings, { kind: Kind }>;

/** Where the services are; the real ones unless the installation says otherwise. */
export interface ServiceAddresses {
  hackerNews: string;
  stackExchange: string;
  github: string;
}

export const publicServices: ServiceAddresses = {
  hackerNews: "https://hn.algolia.com/api/v1",
  stackExchange: "https://api.stackexchange.com/2.3",
  github: "https://api.github.com",
};

export interface SourceRequest {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** Somebody gave the address, who is not trusted to name a host of this network. */
  given: boolean;
}

export interface SourceAnswer {
  status: number;
  headers: Headers;
  body: string;
  /** Epoch milliseconds at which it came. */
  at: number;
}

/** One answer that was understood. */
export interface FetchedPage {
  /** A file of these records, as somebody might upload it; empty without any. */
  file: string;
  records: number;
  /** Where to go on, now or in the next fetch. */
  next: FetchCursor;
  /** There is more now. */
  more: boolean;
  /** The service wants to be left alone so long, milliseconds. */
  pauseMs: number;
}

/** Why an answer, or the lack of one, is of no use. */
export interface SourceProblem extends SourceError {
  /** Asking again soon may help. */
  retryable: boolean;
  /** Not before so long, milliseconds. */
  afterMs?: number;
}

export type Fetched = { ok: true; page: FetchedPage } | { ok: false; problem: SourceProblem };

export interface Connector<Kind extends SourceKind> {
  /** What evidence of it names as its source. */
  name(settings: SettingsOf<Kind>): string;
  /** Milliseconds between two requests at least. */
  spacingMs: { anonymous: number; withToken: number };
  /** Where a fetch begins that goes on after `cursor`. `now`: epoch milliseconds. */
  begin(settings: SettingsOf<Kind>, cursor: FetchCursor | undefined, now: number): FetchCursor;
  request(settings: SettingsOf<Kind>, cursor: FetchCursor, parts: { services: ServiceAddresses; token: string | undefined }): SourceRequest;
  /** Reads an answer to the request of `cursor`. Never throws. */
  read(settings: SettingsOf<Kind>, cursor: FetchCursor, answer: SourceAnswer): Fetched;
}

/** The days that a first fetch goes back. */
const firstDays = 90;

/** Epoch seconds after which a first fetch reads. */
export function beginningOf(since: string | undefined, now: number): number {
  return since === undefined ? Math.floor(now / 1000) - firstDays * 86_400 : Math.max(0, Date.parse(since) / 1000 - 1);
}

/** Records as a file with one JSON object a line. */
export function linesOf(records: readonly object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}

export function failed(problem: SourceProblem): Fetched {
  return { ok: false, problem };
}

/** The JSON of an answer as `schema` has it. */
export function jsonOf<T>(parse: (value: unknown) => Result<T>, body: string): T | undefined {
  try {
    const parsed = parse(JSON.parse(body));
    return parsed.ok ? parsed.value : undefined;
  } catch {
    return undefined;
  }
}

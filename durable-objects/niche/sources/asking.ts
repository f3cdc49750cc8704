/** One request to a source: the guard before every hop, its turn at each host, a bounded answer, a deadline. */
import { outwardAddress } from "../../../contracts/outward-address.ts";
import type { SourceAnswer, SourceProblem, SourceRequest } from "../../../workers/niche-analysis/domain/sources/connector.ts";
import type { Asker, HostTurns, TurnEnd } from "../../../workers/niche-analysis/domain/sources/host-turns.ts";

/** The quota of those who ask without a token: the host knows them by their address, which is one. */
export const anonymous = "anonymous";

export const userAgent = "pAIssive-sources/0.1.0";

/** Bytes of one answer at most, unpacked. */
export const maxAnswerBytes = 4 * 1024 * 1024;
const timeoutMs = 20_000;
const maxRedirects = 3;
/** For a turn at a host that the first one leads to; a longer one is come back for. */
const patienceMs = 10_000;

export interface Manners {
  allowLoopback: boolean;
  asker: Asker;
  /** The queue before a host. */
  turnsOf(host: string): HostTurns;
  /** Epoch milliseconds. */
  now(): number;
  signal: AbortSignal;
}

/** `leave` gives the turn at the host back that answered, and has to be called; `wait`: not before so long, milliseconds. */
export type Asked = { answer: SourceAnswer; leave(end: TurnEnd): Promise<void> } | { problem: SourceProblem } | { wait: number };

/** Sends the request. Redirects are followed where they lead to the public internet; to another host, without the headers of this one. */
export async function ask(request: SourceRequest, manners: Manners): Promise<Asked> {
  let { url } = request;
  let guarded = request.given;
  let headers: Readonly<Record<string, string>> = request.headers;
  let { asker } = manners;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const address = guarded ? outwardAddress(url, manners, "https://example.com/feed.xml") : { ok: true as const, value: url };
    if (!address.ok) return { problem: notAllowed(hop, address.error.detail) };
    const turns = manners.turnsOf(new URL(address.value).host);
    const wait = await turnAt(turns, asker, hop === 0 ? 0 : patienceMs);
    if (wait > 0) return { wait };
    const own = asker;
    // A turn that cannot be given back runs out by itself.
    const leave = (end: TurnEnd) => turns.end(own, end).catch(() => undefined);
    const response = await send(address.value, headers, manners);
    const target = response instanceof Response ? redirectOf(response, address.value) : undefined;
    if (target === undefined) {
      const answered = response instanceof Response ? await answerOf(response, manners) : { problem: response };
      if ("answer" in answered) return { ...answered, leave };
      await leave({ ...nothingWanted, failed: answered.problem.retryable && !manners.signal.aborted });
      return answered;
    }
    if (response instanceof Response) await response.body?.cancel();
    await leave(nothingWanted);
    if (new URL(target).origin !== new URL(address.value).origin) {
      headers = { accept: request.headers["accept"] ?? "*/*" };
      asker = { ...asker, quota: anonymous };
    }
    url = target;
    guarded = true;
  }
  return { problem: problem("It leads from one address to the next without end.", "Find the last address of the feed and add that one.") };
}

const nothingWanted: TurnEnd = { failed: false, pauseMs: { all: 0, quota: 0 } };

/** Waits for the turn, no longer than `patience`; how long it would take, and 0 with the turn. */
async function turnAt(turns: HostTurns, asker: Asker, patience: number): Promise<number> {
  for (let left = patience; ;) {
    const turn = await turns.take(asker);
    if (turn.granted) return 0;
    left -= turn.waitMs;
    if (left < 0) return turn.waitMs;
    await pause(turn.waitMs);
  }
}

async function send(
  url: string,
  headers: Readonly<Record<string, string>>,
  { signal }: Pick<Manners, "signal">,
): Promise<Response | SourceProblem> {
  try {
    return await fetch(url, {
      headers: { ...headers, "user-agent": userAgent },
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
  } catch (cause) {
    return unreachable(cause);
  }
}

async function answerOf(response: Response, { now }: Manners): Promise<{ answer: SourceAnswer } | { problem: SourceProblem }> {
  const { status, headers } = response;
  try {
    const bytes = await bounded(response);
    return bytes ? { answer: { status, headers, body: textOf(bytes, headers), at: now() } } : { problem: tooLarge };
  } catch (cause) {
    return { problem: unreachable(cause) };
  }
}

/** The body, unpacked by the runtime; undefined beyond the limit, whatever its length was said to be. */
async function bounded(response: Response): Promise<Uint8Array | undefined> {
  if (!response.body) return new Uint8Array();
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > maxAnswerBytes) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** In the encoding that the header or an XML declaration names; UTF-8 where there is none, or none of this name. */
function textOf(bytes: Uint8Array, headers: Headers): string {
  const declared = /^<\?xml[^>]{0,200}\sencoding\s*=\s*["']([\w-]{1,40})["']/.exec(
    new TextDecoder("latin1").decode(bytes.subarray(0, 300)),
  )?.[1];
  const label = /charset\s*=\s*"?([\w-]{1,40})/i.exec(headers.get("content-type") ?? "")?.[1] ?? declared ?? "utf-8";
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** Where a redirect leads; undefined for what is none. */
function redirectOf({ status, headers }: Response, from: string): string | undefined {
  const location = headers.get("location");
  const moved = [301, 302, 303, 307, 308].includes(status) && location !== null && URL.canParse(location, from);
  return moved ? new URL(location, from).href : undefined;
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

const tooLarge: SourceProblem = {
  code: "too_large",
  detail: `It answered with more than ${maxAnswerBytes / 1024 / 1024} MiB.`,
  remedy: "Ask for less: a narrower search, or a feed of fewer entries.",
  retryable: false,
};

function problem(detail: string, remedy: string): SourceProblem {
  return { code: "invalid_input", detail, remedy, retryable: false };
}

function notAllowed(hop: number, detail: string): SourceProblem {
  return hop === 0
    ? problem(detail, "Remove this source and add it with an address on the public internet.")
    : problem(
        `It leads to an address that is not asked: ${detail}`,
        "Find an address of the feed on the public internet and add that one.",
      );
}

/** What broke is said without the address: a key may be part of it. */
function unreachable(cause: unknown): SourceProblem {
  const timedOut = cause instanceof Error && cause.name === "TimeoutError";
  return {
    code: timedOut ? "deadline_exceeded" : "unavailable",
    detail: timedOut ? `It did not answer within ${timeoutMs / 1000} seconds.` : "It could not be reached, or broke off.",
    remedy: "Look whether its address opens in a browser. It is asked again by itself.",
    retryable: true,
  };
}

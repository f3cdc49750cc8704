/** One request to a source: the guard before every hop, a pause between two requests to a host, a bounded answer, a deadline. */
import { outwardAddress } from "../../../contracts/outward-address.ts";
import type { SourceAnswer, SourceProblem, SourceRequest } from "../../../workers/niche-analysis/domain/sources/connector.ts";

export const userAgent = "pAIssive-sources/0.1.0";

/** Bytes of one answer at most, unpacked. */
export const maxAnswerBytes = 4 * 1024 * 1024;
const timeoutMs = 20_000;
const maxRedirects = 3;
/** A host that is to be left alone longer is come back to. */
const patienceMs = 10_000;

export interface Manners {
  allowLoopback: boolean;
  spacingMs: number;
  /** Epoch milliseconds. */
  now(): number;
  /** Epoch milliseconds from which on a host may be asked. */
  freeAt(host: string): number;
  /** It was asked just now, or asked for a pause. */
  hold(host: string, until: number): void;
  signal: AbortSignal;
}

/** `wait`: not before so long, milliseconds. */
export type Asked = { answer: SourceAnswer } | { problem: SourceProblem } | { wait: number };

/** Sends the request. Redirects are followed where they lead to the public internet; to another host, without the headers of this one. */
export async function ask(request: SourceRequest, manners: Manners): Promise<Asked> {
  let { url } = request;
  let guarded = request.given;
  let headers: Readonly<Record<string, string>> = request.headers;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const address = guarded ? outwardAddress(url, manners, "https://example.com/feed.xml") : { ok: true as const, value: url };
    if (!address.ok) return { problem: notAllowed(hop, address.error.detail) };
    const { host } = new URL(address.value);
    const wait = manners.freeAt(host) - manners.now();
    if (wait > 0 && (hop === 0 || wait > patienceMs)) return { wait };
    if (wait > 0) await pause(wait);
    const response = await send(address.value, headers, manners, host);
    if (!(response instanceof Response)) return { problem: response };
    const target = redirectOf(response, address.value);
    if (target === undefined) return answerOf(response, manners);
    await response.body?.cancel();
    if (new URL(target).origin !== new URL(address.value).origin) headers = { accept: request.headers["accept"] ?? "*/*" };
    url = target;
    guarded = true;
  }
  return { problem: problem("It leads from one address to the next without end.", "Find the last address of the feed and add that one.") };
}

async function send(
  url: string,
  headers: Readonly<Record<string, string>>,
  { hold, now, signal, spacingMs }: Manners,
  host: string,
): Promise<Response | SourceProblem> {
  // Before the first await: whatever comes of it, the host was asked.
  hold(host, now() + spacingMs);
  try {
    return await fetch(url, {
      headers: { ...headers, "user-agent": userAgent },
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
  } catch (cause) {
    return unreachable(cause);
  } finally {
    // Counted from the end: an answer that takes long is no reason to ask sooner.
    hold(host, now() + spacingMs);
  }
}

async function answerOf(response: Response, { now }: Manners): Promise<Asked> {
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

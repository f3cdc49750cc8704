/** The requests that bring models: patient with slow sources, never with silent ones. */
import { setTimeout as pause } from "node:timers/promises";
import { Agent, fetch, type Response } from "undici";
import { err, ok, type Result } from "../../../contracts/result.ts";
import { backoff, type BackoffOptions } from "../../join/backoff.ts";

export type RequestHeaders = Readonly<Record<string, string>>;

/** A source that says nothing for so long is taken for gone; the download goes on with a new connection. */
const silenceMs = 30_000;
const agent = new Agent({ headersTimeout: silenceMs, bodyTimeout: silenceMs, connect: { timeout: silenceMs } });

/**
 * GET, following redirects; credentials do not follow to another host. The bytes come as they are stored (no compression), so that ranges
 * count them. `unavailable` when the source cannot be reached.
 */
export async function get(url: string, headers: RequestHeaders): Promise<Result<Response>> {
  try {
    return ok(await fetch(url, { headers: { ...headers, "accept-encoding": "identity" }, dispatcher: agent }));
  } catch (cause) {
    return err("unavailable", reasonOf(cause));
  }
}

const largestText = 8 * 2 ** 20;

const listAttempts = 4;
const listPauses: BackoffOptions = { first: 100, longest: 2_000 };

/**
 * A small text, such as a list of files, asked for again after a pause where that can help. `unavailable` with the reason: retryable where
 * the source was not reached, overloaded or broken.
 */
export async function getText(url: string, headers: RequestHeaders = {}): Promise<Result<string>> {
  for (let attempt = 1; ; attempt++) {
    const given = await textOf(url, headers);
    if (given.ok || !given.error.retryable || attempt === listAttempts) return given;
    await pause(backoff(attempt, listPauses, Math.random));
  }
}

async function textOf(url: string, headers: RequestHeaders): Promise<Result<string>> {
  const given = await get(url, headers);
  if (!given.ok) return err("unavailable", `${url} cannot be fetched: ${given.error.detail}`);
  const { status } = given.value;
  try {
    if (status !== 200) {
      await given.value.body?.cancel();
      return err("unavailable", `${url} ${asks.meaning(status)}`, { retryable: asks.again(status) });
    }
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    for await (const piece of given.value.body ?? []) {
      bytes += piece.length;
      if (bytes > largestText) return err("unavailable", `${url} is larger than a list of files can be.`, { retryable: false });
      pieces.push(piece);
    }
    return ok(Buffer.concat(pieces).toString("utf8"));
  } catch (cause) {
    return err("unavailable", `${url} cannot be fetched: ${reasonOf(cause)}`);
  }
}

/** What a status asks of who fetches. */
export const asks = {
  again: (status: number) => status === 408 || status === 425 || status === 429 || status >= 500,
  meaning(status: number): string {
    if (status === 401 || status === 403) return `needs credentials, or others (${status}).`;
    if (status === 404 || status === 410) return `does not exist (${status}).`;
    return `was answered ${status}.`;
  },
};

/** The innermost reason: fetch hides it behind "fetch failed". */
export function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause === undefined ? cause.message : reasonOf(cause.cause);
}

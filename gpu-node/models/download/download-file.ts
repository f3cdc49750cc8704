/**
 * Fetches one file over HTTP so that it is either there whole, with the digest that was promised, or not there. A connection that breaks is
 * taken up where it broke (RFC 9110: Range with If-Range), as often as bytes still come.
 */
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Response } from "undici";
import { err, ok, type Err, type Result } from "../../../contracts/result.ts";
import { backoff, type BackoffOptions } from "../../join/backoff.ts";
import { digestNames, fileDigest, type Digest } from "./file-digest.ts";
import { asks, get, reasonOf, type RequestHeaders } from "./http.ts";
import { PartFile } from "./part-file.ts";
import { readAhead } from "./read-ahead.ts";

export interface Download {
  url: string;
  /** Where the file shall lie. Its folder is made. */
  target: string;
  digest: Digest;
  /** Size when the source says it. */
  bytes?: number | undefined;
  /** Headers of a request, such as a signature. */
  headers?: (url: string) => Promise<RequestHeaders>;
  /** Asked once the size is known, before the first byte is written. */
  room?: (bytes: number) => Promise<Result<true>>;
  /** Told as bytes arrive. */
  progress?: (done: number, total: number | undefined) => void;
  pauses?: BackoffOptions;
}

/** Attempts in a row that bring no byte before the source counts as gone. */
const fruitlessAttempts = 6;
const usualPauses: BackoffOptions = { first: 250, longest: 15_000 };
/** Longest pause that a source may ask for. */
const longestWaitMs = 60_000;

type Attempt = { kind: "complete" } | { kind: "again"; why: string; afterMs?: number } | { kind: "refused"; error: Err };

/**
 * Resolves when the file lies at its place with its digest. `unavailable` says why it cannot be had (not retryable where trying again
 * changes nothing: absent, not allowed, another content than promised).
 */
export async function downloadFile(download: Download): Promise<Result<true>> {
  const { url, target, digest, pauses = usualPauses } = download;
  await mkdir(dirname(target), { recursive: true });
  const part = await PartFile.open(target, url);
  let mismatched = false;
  for (let fruitless = 0; ;) {
    const before = await part.bytes;
    const attempt = await attemptOf(part, download);
    if (attempt.kind === "refused") return attempt.error;
    if (attempt.kind === "complete") {
      const found = await fileDigest(part.path, digest.kind);
      if (found === digest.hex) {
        await part.publish();
        return ok(true);
      }
      await part.discard();
      // Pieces of two files, or a fault on the way: from the beginning, once.
      if (mismatched) return refused(url, `has ${digestNames[digest.kind]} ${found ?? "none"}, expected ${digest.hex}: refused.`);
      mismatched = true;
      continue;
    }
    fruitless = (await part.bytes) > before ? 0 : fruitless + 1;
    if (fruitless >= fruitlessAttempts) return err("unavailable", `${url} cannot be fetched: ${attempt.why}`);
    await pause(attempt.afterMs ?? backoff(Math.max(1, fruitless), pauses, Math.random));
  }
}

async function attemptOf(part: PartFile, download: Download): Promise<Attempt> {
  const have = await part.bytes;
  if (download.bytes !== undefined && have === download.bytes) return { kind: "complete" };
  const range: RequestHeaders = have > 0 ? { range: `bytes=${have}-`, ...(part.validator ? { "if-range": part.validator } : {}) } : {};
  const given = await get(download.url, { ...range, ...(await download.headers?.(download.url)) });
  if (!given.ok) return { kind: "again", why: given.error.detail };
  const response = given.value;
  const verdict = await verdictOn(response, download.url, have);
  if (verdict) {
    // A range that does not exist: what lies there is no beginning of that file.
    if (response.status === 416) await part.discard();
    return verdict;
  }
  if (have > 0 && response.status === 200) await part.discard();
  return receive(part, download, response, response.status === 206 ? have : 0);
}

/** What an answer without usable bytes means; `undefined` when the bytes can be taken. */
async function verdictOn(response: Response, url: string, have: number): Promise<Attempt | undefined> {
  const { status } = response;
  const start = /^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1];
  if (status === 200 || (status === 206 && Number(start) === have)) return undefined;
  await response.body?.cancel().catch(() => undefined);
  if (status === 206 || status === 416) return { kind: "again", why: "it answers another range than asked for." };
  if (!asks.again(status)) return { kind: "refused", error: refused(url, asks.meaning(status)) };
  const seconds = Number(response.headers.get("retry-after"));
  const wait = seconds > 0 ? { afterMs: Math.min(seconds * 1000, longestWaitMs) } : {};
  return { kind: "again", why: asks.meaning(status), ...wait };
}

/** Takes the answer's bytes from position `start` on. */
async function receive(part: PartFile, download: Download, response: Response, start: number): Promise<Attempt> {
  const { url, room, progress } = download;
  const coming = response.headers.get("content-length");
  const total = coming === null ? download.bytes : start + Number(coming);
  if (download.bytes !== undefined && total !== undefined && total !== download.bytes) {
    await response.body?.cancel().catch(() => undefined);
    return { kind: "refused", error: refused(url, `has ${total} bytes, expected ${download.bytes}: refused.`) };
  }
  const allowed = await room?.((total ?? start) - start);
  if (allowed && !allowed.ok) {
    await response.body?.cancel().catch(() => undefined);
    return { kind: "refused", error: allowed };
  }
  const pieces = readAhead(response.body ?? nothing());
  if (start === 0) await part.note(validatorOf(response));
  let done = start;
  try {
    await part.append(pieces, (bytes) => {
      done += bytes;
      if (total !== undefined && done > total) throw new Error("it sends more bytes than it said.");
      progress?.(done, total);
    });
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "ENOSPC" || code === "EDQUOT") return { kind: "refused", error: refused(url, "does not fit: the disk is full.") };
    return { kind: "again", why: reasonOf(cause) };
  }
  return total !== undefined && done < total ? { kind: "again", why: "the connection broke off." } : { kind: "complete" };
}

/** Weak ETags do not promise equal bytes (RFC 9110, 13.1.5). */
function validatorOf({ headers }: Response): string | undefined {
  const etag = headers.get("etag");
  if (etag !== null && !etag.startsWith("W/")) return etag;
  return etag === null ? (headers.get("last-modified") ?? undefined) : undefined;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

function refused(url: string, what: string): Err {
  return err("unavailable", `${url} ${what}`, { retryable: false });
}

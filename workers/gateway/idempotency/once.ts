/** Carrying out an unsafe request with a key once, and answering its repetitions as it was answered. */
import type { Afterwards, Begun, KeptAnswer, KeyedRequest } from "../../../durable-objects/idempotency/actor.ts";
import { replayedHeader } from "../../../contracts/idempotency.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import { log, thrown } from "../../kit/log.ts";
import { isAccident, type Uncertain } from "../forward.ts";

/** The actor of the organisation, as far as it is needed here. */
export interface Keeper {
  begin(request: KeyedRequest): Promise<Result<Begun>>;
  keep(request: KeyedRequest, turn: string, answer: KeptAnswer): Promise<void>;
  hold(request: KeyedRequest, turn: string, afterwards: Afterwards): Promise<void>;
  drop(id: string, turn: string): Promise<void>;
}

export interface Keyed {
  request: KeyedRequest;
  /** True: the answer's body is not kept, and a repetition is told so (`conflict`). */
  secret: boolean;
  /** What becomes of a repetition when nobody knows whether the first was carried out. */
  afterwards: Afterwards;
}

/** A row of the actor has 2 MB. */
const largest = 1_048_576;
/** Of one answer, not of what was done. */
const ofOneAnswer = new Set(["date", "traceparent", "x-request-id", "ratelimit", "ratelimit-policy", "set-cookie", "transfer-encoding"]);
/** Kept in the place of an answer that nobody has seen. */
const unknown: KeptAnswer = { status: 500, headers: {} };

/**
 * `work`'s answer, or the one that the same request had in the last 24 hours. `in_progress` while it is being carried out, `key_reused` when the
 * key came with another body. Only successes are kept: what was refused was not done, and may be sent again. Nor are streams, sockets and
 * answers above 1 MiB.
 *
 * A request that is waited for no longer goes on: its turn ends when its service answers, and `later` is handed the wait for that. One on which
 * the service fell over, or that it answered 500, may have been carried out: its repetition is `conflict` unless `afterwards` is `afresh`.
 */
export async function once(
  keeper: Keeper,
  keyed: Keyed,
  work: (uncertain: Uncertain) => Promise<Result<Response>>,
  later: (work: Promise<unknown>) => void,
): Promise<Result<Response>> {
  const { request, afterwards } = keyed;
  const begun = await keeper.begin(request);
  if (!begun.ok) return begun;
  if (begun.value.state === "running")
    return err("in_progress", "This request is being carried out. Send it again shortly.", { retryAfter: begun.value.retryAfter });
  if (begun.value.state === "other") return err("key_reused", "This `Idempotency-Key` was used before with another body. Use a new key.");
  if (begun.value.state === "done") return replayed(begun.value.answer);
  const { turn } = begun.value;
  let pending: Promise<Response> | undefined;
  let lost = false;
  const uncertain: Uncertain = {
    late: (answer) => (pending = answer),
    lost: () => (lost = true),
  };
  try {
    const answered = await work(uncertain);
    if (pending !== undefined) {
      await quietly(keeper.hold(request, turn, afterwards));
      later(settledLate(keeper, keyed, turn, pending));
      return answered;
    }
    if (answered.ok) return ok(await settled(keeper, keyed, turn, answered.value));
    await quietly(lost ? ended(keeper, keyed, turn) : keeper.drop(request.id, turn));
    return answered;
  } catch (cause) {
    await quietly(ended(keeper, keyed, turn));
    throw cause;
  }
}

/** The answer with its body read where it is kept; the turn is over. */
async function settled(keeper: Keeper, keyed: Keyed, turn: string, answer: Response): Promise<Response> {
  const { request, secret } = keyed;
  if (!keepable(answer)) {
    await quietly(isAccident(answer) ? ended(keeper, keyed, turn) : keeper.drop(request.id, turn));
    return answer;
  }
  const { status, headers } = answer;
  const body = await answer.arrayBuffer();
  const shown = Object.fromEntries(Array.from(headers).filter(([name]) => !ofOneAnswer.has(name)));
  const kept = { status, headers: shown, ...(secret ? {} : { body }) };
  // It was done: that it cannot be noted must not read as if it were not.
  await quietly(body.byteLength <= largest ? keeper.keep(request, turn, kept) : keeper.drop(request.id, turn));
  return new Response(bodyOf(status, body), { status, headers });
}

async function settledLate(keeper: Keeper, keyed: Keyed, turn: string, pending: Promise<Response>): Promise<void> {
  try {
    const answer = await settled(keeper, keyed, turn, await pending);
    await answer.body?.cancel();
  } catch {
    await quietly(ended(keeper, keyed, turn));
  }
}

/** It is over, and may have been carried out. */
async function ended(keeper: Keeper, { request, afterwards }: Keyed, turn: string): Promise<void> {
  return afterwards === "afresh" ? keeper.drop(request.id, turn) : keeper.keep(request, turn, unknown);
}

/** A turn whose end cannot be noted runs out by itself. */
async function quietly(note: Promise<void>): Promise<void> {
  try {
    await note;
  } catch (cause) {
    log("error", { part: "idempotency", ...thrown(cause) });
  }
}

function keepable({ status, webSocket, headers }: Response): boolean {
  return status >= 200 && status < 300 && !webSocket && !headers.get("content-type")?.startsWith("text/event-stream");
}

function replayed({ status, headers, body }: KeptAnswer): Result<Response> {
  if (status === unknown.status)
    return err("conflict", "This request broke off, and may have been carried out. Look whether it was; to send it again, use a new key.");
  if (!body) return err("conflict", "This request was carried out before, and its answer is shown once only.");
  return ok(new Response(bodyOf(status, body), { status, headers: { ...headers, [replayedHeader]: "true" } }));
}

/** These statuses have no body (RFC 9110, 15.3.5 and 15.3.6). */
function bodyOf(status: number, body: ArrayBuffer): ArrayBuffer | null {
  return status === 204 || status === 205 ? null : body;
}

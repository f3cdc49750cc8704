/** Carrying out an unsafe request with a key once, and answering its repetitions as it was answered. */
import type { Begun, KeptAnswer, KeyedRequest } from "../../../durable-objects/idempotency/actor.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";

/** The actor of the organisation, as far as it is needed here. */
export interface Keeper {
  begin(request: KeyedRequest): Promise<Begun>;
  keep(request: KeyedRequest, turn: number, answer: KeptAnswer): Promise<void>;
  drop(id: string, turn: number): Promise<void>;
}

/** Marks an answer that was given before. */
export const replayedHeader = "idempotency-replayed";
/** A row of the actor has 2 MB. */
const largest = 1_048_576;
/** Of one answer, not of what was done. */
const ofOneAnswer = new Set(["date", "traceparent", "x-request-id", "ratelimit", "ratelimit-policy", "set-cookie", "transfer-encoding"]);

/**
 * `work`'s answer, or the one that the same request had in the last 24 hours. `in_progress` while it is being carried out, `key_reused` when the
 * key came with another body. Only successes are kept: what was refused was not done, and may be sent again. Nor are streams, sockets and
 * answers above 1 MiB. With `secret` the answer's body is not kept, and a repetition is told so (`conflict`).
 */
export async function once(
  keeper: Keeper,
  request: KeyedRequest,
  secret: boolean,
  work: () => Promise<Result<Response>>,
): Promise<Result<Response>> {
  const begun = await keeper.begin(request);
  if (begun.state === "running") return err("in_progress", "This request is being carried out. Send it again shortly.", { retryAfter: 1 });
  if (begun.state === "other") return err("key_reused", "This `Idempotency-Key` was used before with another body. Use a new key.");
  if (begun.state === "done") return replayed(begun.answer);
  let kept = false;
  try {
    const answered = await work();
    if (!answered.ok || !keepable(answered.value)) return answered;
    const { status, headers } = answered.value;
    const body = await answered.value.arrayBuffer();
    const shown = Object.fromEntries(Array.from(headers).filter(([name]) => !ofOneAnswer.has(name)));
    if (body.byteLength <= largest) {
      await keeper.keep(request, begun.turn, { status, headers: shown, ...(secret ? {} : { body }) });
      kept = true;
    }
    return ok(new Response(bodyOf(status, body), { status, headers }));
  } finally {
    if (!kept) await keeper.drop(request.id, begun.turn);
  }
}

function keepable({ status, webSocket, headers }: Response): boolean {
  return status >= 200 && status < 300 && !webSocket && !headers.get("content-type")?.startsWith("text/event-stream");
}

function replayed({ status, headers, body }: KeptAnswer): Result<Response> {
  if (!body) return err("conflict", "This request was carried out before, and its answer is shown once only.");
  return ok(new Response(bodyOf(status, body), { status, headers: { ...headers, [replayedHeader]: "true" } }));
}

/** These statuses have no body (RFC 9110, 15.3.5 and 15.3.6). */
function bodyOf(status: number, body: ArrayBuffer): ArrayBuffer | null {
  return status === 204 || status === 205 ? null : body;
}

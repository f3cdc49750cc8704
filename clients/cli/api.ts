/** The public HTTP API as the command line uses it: every answer is a value or a failure with an exit code. */

/** What a command may end with. Scripts tell by it what to do next. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  /** The command line itself was wrong. */
  usage: 2,
  /** No key, or one that is over. */
  unauthenticated: 3,
  forbidden: 4,
  notFound: 5,
  /** Something else stands there, or it has changed since. */
  conflict: 6,
  /** Limits, or a part that is not there now: the same command may succeed later. */
  later: 7,
} as const;

export class Failure extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

export interface Account {
  /** `https://…`, without a path. */
  url: string;
  key: string;
}

export interface Sent {
  body: string | Uint8Array<ArrayBuffer>;
  type: string;
}

/** Sends one request; whatever changes something carries an idempotency key, and is repeated once when no answer came. Throws a `Failure`. */
export async function call(account: Account, method: string, path: string, sent?: Sent): Promise<unknown> {
  const headers: Record<string, string> = { authorization: `Bearer ${account.key}`, accept: "application/json" };
  if (method !== "GET") headers["idempotency-key"] = crypto.randomUUID();
  if (sent) headers["content-type"] = sent.type;
  const request = () => fetch(new URL(path, account.url), { method, headers, redirect: "error", ...(sent ? { body: sent.body } : {}) });
  let answer: Response;
  try {
    answer = await request().catch(request);
  } catch (cause) {
    const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : String(cause);
    throw new Failure(`${account.url} cannot be reached: ${reason}`, exitCodes.later);
  }
  const text = await answer.text();
  if (!answer.ok) throw failureOf(answer.status, text);
  return text === "" ? undefined : (JSON.parse(text) as unknown);
}

export function json(value: unknown): Sent {
  return { body: JSON.stringify(value), type: "application/json" };
}

function failureOf(status: number, text: string): Failure {
  return new Failure(detailOf(text) ?? `The API answered ${status}.`, exitCodeOf(status));
}

function exitCodeOf(status: number): number {
  if (status === 401) return exitCodes.unauthenticated;
  if (status === 403) return exitCodes.forbidden;
  if (status === 404) return exitCodes.notFound;
  if (status === 409 || status === 412 || status === 422) return exitCodes.conflict;
  return status === 429 || status >= 500 ? exitCodes.later : exitCodes.failed;
}

/** `detail` of a problem (RFC 9457), or the message of OpenAI's shape. */
function detailOf(text: string): string | undefined {
  try {
    const { detail, error } = JSON.parse(text) as { detail?: string; error?: { message?: string } };
    return detail ?? error?.message;
  } catch {
    return undefined;
  }
}

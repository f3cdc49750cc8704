/** Answers of the typed client as the command line uses them: a value, or a failure with an exit code. */
import type { Installation } from "../typescript/index.ts";

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

export type Account = Required<Pick<Installation, "url" | "key">>;

/** What a function of the client resolves to. */
export interface Answered<Value> {
  data?: Value | undefined;
  error?: unknown;
  response?: Response | undefined;
}

/** The value of an answer. Throws a `Failure`; without an answer one that says that `url` cannot be reached. */
export async function valueOf<Value>(url: string, answered: Promise<Answered<Value>>): Promise<Value> {
  const { data, error, response } = await answered;
  if (data !== undefined) return data;
  if (response) throw new Failure(detailOf(error) ?? `The API answered ${response.status}.`, exitCodeOf(response.status));
  const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
  throw new Failure(`${url} cannot be reached: ${reason}`, exitCodes.later);
}

/** What the status of an answer ends a command with. */
export function exitCodeOf(status: number): number {
  if (status === 401) return exitCodes.unauthenticated;
  if (status === 403) return exitCodes.forbidden;
  if (status === 404) return exitCodes.notFound;
  if (status === 409 || status === 412 || status === 422) return exitCodes.conflict;
  return status === 429 || status >= 500 ? exitCodes.later : exitCodes.failed;
}

/** `detail` of a problem (RFC 9457), or the message of OpenAI's shape. */
function detailOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { detail, error: inner } = error as { detail?: string; error?: { message?: string } };
  return detail ?? inner?.message;
}

/**
 * Every unsafe operation that takes an idempotency key, sent several times at once and once again under one key, and once under the same key with something
 * else in it: it is carried out once, the others are told so, and another request is not taken for it.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { mayCall, withCredential, type Caller } from "./callers.ts";
import { requestWith } from "./examples.ts";
import type { Finding, Outcome } from "./findings.ts";
import { neverDone } from "./fuzz/left-out.ts";
import { exampleFor, Throwaways } from "./fuzz/throwaway.ts";
import type { Operation } from "./operations.ts";
import { inOrder } from "./order.ts";
import type { Stage } from "./stage.ts";
import type { Things } from "./things.ts";
import type { Heard, Sent } from "./wire.ts";

const atOnce = 3;
/** What stands in the way of an operation is done by then. */
const patienceMs = 20_000;

/** Operations after which nobody can ask again as the same: their session is over. */
const lastWords: Readonly<Record<string, string>> = {
  eraseOrganisation: "the organisation is gone, and with it the session",
  leaveOrganisation: "whoever left asks as somebody else",
  confirmIdentity: "the session has another token",
  changePassword: "the session has another token",
};
/** Their services know repetitions by the key and answer the same; the door keeps neither secrets nor files. */
const byService = new Set(["createApiKey", "createWebhook", "rotateWebhookSecret", "importEvidence", "importMarketTable"]);
/**
 * Unsafe operations that take no key. Those before a credential have nobody to whom an answer could be shown again: at the door there is a client's address,
 * which many share.
 */
export const unkeyed: Readonly<Record<string, string>> = {
  signIn: "makes a session each time",
  signInWithCode: "its challenge opens once",
  signInWithPasskey: "its question is answered once",
  startPasskeySignIn: "asks a new question each time",
  signOut: "a session that is over stays over",
  signUp: "an address has one account",
  confirmSignUp: "its token opens once",
  forgotPassword: "a later link takes the place of the earlier",
  resetPassword: "its token opens once",
  verifyEmail: "its token opens once",
  previewInvitation: "changes nothing",
  startDevice: "a code that nobody enters runs out",
  redeemDevice: "gives the key once",
  joinNode: "the same name is the same node",
  nodeHeartbeat: "its signature counts once",
  sendUploadPart: "it goes on where the file ends: the same bytes at the same place are the same part",
  sendBackupPart: "the same bytes are the same part: it goes by its digest",
  sendBackupManifest: "the same manifest is the same backup: it goes by its digest",
};
/** Of accounts the door keeps that it was done, and not the answer, which may hold a secret. */
const ofAccounts = /^\/api\/v1\/(?:auth|api-keys|members|invitations)(?:\/|$)/;

export interface Repetitions {
  stage: Stage;
  operations: readonly Operation[];
  things: Things;
  callers: readonly [Caller, ...Caller[]];
  say: (message: string) => void;
}

export async function proveRepetitions({
  stage,
  operations,
  things,
  callers,
  say,
}: Repetitions): Promise<Omit<Outcome, "part" | "counts">> {
  const throwaways = new Throwaways(stage, things);
  const findings: Finding[] = [];
  const skipped: string[] = [];
  let [probes, shown] = [0, 0];
  const keyed = operations.filter(({ parameters }) => parameters.some(({ name }) => name.toLowerCase() === "idempotency-key"));
  for (const operation of inOrder(keyed)) {
    const reason = neverDone[operation.id] ?? lastWords[operation.id];
    if (reason !== undefined) {
      skipped.push(`${operation.id}: ${reason}`);
      continue;
    }
    const person = await throwaways.forOperation(operation);
    const caller = person ?? callers.find((one) => mayCall(one, operation));
    const plain = requestWith(operation, things);
    const example = withKey(person ? exampleFor(person, operation, plain) : plain, `again-${operation.id}`);
    const send = async (sent: Sent) => {
      probes += 1;
      return stage.wire.send(caller ? withCredential(sent, caller) : sent);
    };
    const first = await carriedOut(() => Promise.all(Array.from({ length: atOnce }, () => send(example))));
    const last = await send(example);
    const other = await send(another(example));
    const faults = faultsOf(operation, first, last, other);
    findings.push(...faults.map((what) => ({ where: `${operation.method} ${operation.path} (${operation.id}, again)`, what })));
    shown += faults.length === 0 ? 1 : 0;
  }
  say(`idempotency: ${shown} of ${keyed.length} operations are carried out once under one key`);
  for (const why of skipped) say(`idempotency: not shown of ${why}`);
  for (const [id, why] of Object.entries(unkeyed)) say(`idempotency: ${id} takes no key: ${why}`);
  return { probes, findings };
}

/** The answers of one go; of another while all of them are refused because something else is being done. */
async function carriedOut(go: () => Promise<Heard[]>): Promise<Heard[]> {
  const until = Date.now() + patienceMs;
  let answers = await go();
  while (answers.every(({ status }) => status === 409) && Date.now() < until) {
    await sleep(200);
    answers = await go();
  }
  return answers;
}

function withKey(sent: Sent, key: string): Sent {
  return { ...sent, headers: { ...sent.headers, "idempotency-key": key } };
}

/** The same with something else in its body, or in its query where it has none. */
function another(sent: Sent): Sent {
  if (sent.body === undefined) return { ...sent, path: `${sent.path}${sent.path.includes("?") ? "&" : "?"}another=1` };
  const isJson = sent.headers?.["content-type"] === "application/json";
  return {
    ...sent,
    body: isJson ? JSON.stringify({ ...(JSON.parse(String(sent.body)) as object), another: 1 }) : `${String(sent.body)}\n`,
  };
}

const isDone = ({ status }: Heard) => status < 300;
const isMarked = ({ headers }: Heard) => headers["idempotency-replayed"] === "true";
const gotOf = ({ status, text }: Heard) => `${status} ${text.slice(0, 120)}`;

/** What is wrong with the answers of requests at once, of the one after them, and of another under the same key. */
export function faultsOf({ id, path }: Pick<Operation, "id" | "path">, first: readonly Heard[], last: Heard, other: Heard): string[] {
  const done = first.filter(isDone);
  const [one] = done;
  if (!one) return [`None was carried out: ${gotOf(first[0] ?? last)}.`];
  const strange = first.find((heard) => !isDone(heard) && heard.status !== 409);
  const found = strange ? [`One of those at once was answered ${gotOf(strange)}.`] : [];
  const fresh = done.filter((heard) => !isMarked(heard));
  if (byService.has(id)) {
    // A key that was made is shown once: whoever asks again is told so.
    const again = last.status === 409 ? done : [...done, last];
    const same = again.every(({ status, text }) => status === one.status && idIn(text) === idIn(one.text));
    return [...found, ...(same ? [] : [`Its service answered ${gotOf(one)} and ${gotOf(last)}.`])];
  }
  if (fresh.length !== 1) found.push(`${fresh.length} were answered as if they were the first.`);
  const replayed = ofAccounts.test(path)
    ? last.status === 409 && last.text.includes("carried out before")
    : isMarked(last) && last.status === one.status && last.text === (fresh[0] ?? one).text;
  if (!replayed) found.push(`The repetition was answered ${gotOf(last)} after ${gotOf(one)}.`);
  if (other.status !== 422) found.push(`Another request under the key was answered ${gotOf(other)}.`);
  return found;
}

function idIn(text: string): unknown {
  try {
    const { id, secret } = JSON.parse(text) as { id?: unknown; secret?: unknown };
    return JSON.stringify([id, secret]);
  } catch {
    return text;
  }
}

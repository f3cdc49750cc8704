/** The API as the operator uses it: refusals become one line, long work is followed to its end. */
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { backupSchema, restoreSchema, type Backup, type Restore, type SealedManifest } from "../../contracts/services/backups.ts";
import { UserError } from "../system/user-error.ts";

const problemSchema = z.object({ detail: z.string(), retryable: z.boolean().optional() });
const pollMs = 300;
/** An edge that restarts answers again within this. */
const patienceMs = 60_000;
const pauseMs = 500;

interface Sent {
  body?: BodyInit;
  type?: string;
  /** The idempotency key. */
  key?: string;
}

export class OperatorClient {
  readonly #base: string;
  readonly #key: string;

  constructor(url: string, operatorKey: string) {
    this.#base = `${url.replace(/\/$/, "")}/api/v1/database`;
    this.#key = operatorKey;
  }

  startBackup(): Promise<Backup> {
    return this.#json("POST", "/backups", backupSchema, { key: crypto.randomUUID() });
  }

  startRestore(backup: string): Promise<Restore> {
    const body = JSON.stringify({ backup });
    return this.#json("POST", "/restores", restoreSchema, { body, type: "application/json", key: crypto.randomUUID() });
  }

  /** Resolves when it is over, whatever came of it; `onProgress` hears of every change. */
  followBackup(work: Backup, onProgress: (work: Backup) => void): Promise<Backup> {
    return follow(work, (id) => this.#json("GET", `/backups/${id}`, backupSchema), onProgress);
  }

  followRestore(work: Restore, onProgress: (work: Restore) => void): Promise<Restore> {
    return follow(work, (id) => this.#json("GET", `/restores/${id}`, restoreSchema), onProgress);
  }

  /** Writes the tar file of a backup; begins anew when the transfer breaks off. */
  download(id: string, path: string): Promise<void> {
    return this.#ask("GET", `/backups/${id}/content`, async (answer) => {
      if (!answer.ok || !answer.body) throw await refusal(answer);
      await pipeline(answer.body, createWriteStream(path, { mode: 0o600 }));
    });
  }

  sendPart(backup: string, part: { number: number; sha256: string }, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const path = `/backups/${backup}/parts/${part.number}?sha256=${part.sha256}`;
    const accepted = async (answer: Response) => {
      if (!answer.ok) throw await refusal(answer);
    };
    return this.#ask("PUT", path, accepted, { body: bytes, type: "application/octet-stream" });
  }

  sendManifest(sealed: SealedManifest): Promise<Backup> {
    const path = `/backups/${sealed.manifest.id}/manifest`;
    return this.#json("PUT", path, backupSchema, { body: JSON.stringify(sealed), type: "application/json" });
  }

  /** Whether a backup with this id is there, complete. */
  has(id: string): Promise<boolean> {
    return this.#ask("GET", `/backups/${id}`, async (answer) => {
      if (answer.status === 404) return false;
      if (!answer.ok) throw await refusal(answer);
      return backupSchema.parse(await answer.json()).status === "succeeded";
    });
  }

  #json<T>(method: string, path: string, schema: z.ZodType<T>, sent: Sent = {}): Promise<T> {
    const read = async (answer: Response) => {
      if (!answer.ok) throw await refusal(answer);
      return schema.parse(await answer.json());
    };
    return this.#ask(method, path, read, sent);
  }

  /**
   * Asks until an answer that is not "later" has come, and has come whole: `read` throws a UserError for what shall not be asked again. Every
   * request here may be repeated.
   */
  async #ask<T>(method: string, path: string, read: (answer: Response) => Promise<T>, { body, type, key }: Sent = {}): Promise<T> {
    const headers = {
      authorization: `Bearer ${this.#key}`,
      ...(type === undefined ? {} : { "content-type": type }),
      ...(key === undefined ? {} : { "idempotency-key": key }),
    };
    for (const until = Date.now() + patienceMs; ;) {
      try {
        const answer = await fetch(`${this.#base}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
        if (answer.status < 500 || Date.now() > until) return await read(answer);
      } catch (cause) {
        if (cause instanceof UserError || cause instanceof z.ZodError) throw cause;
        if (Date.now() > until)
          throw new UserError(`Nothing answers at ${this.#base}: ${String(cause)}. Start the system, or say where it is with --url.`);
      }
      await sleep(pauseMs);
    }
  }
}

async function refusal(answer: Response): Promise<UserError> {
  const problem = problemSchema.safeParse(await answer.json().catch(() => undefined)).data;
  if (answer.status === 401) return new UserError("This is not the operator key of that installation (OPERATOR_KEY).");
  return new UserError(problem?.detail ?? `The system answered ${answer.status}.`);
}

async function follow<Work extends Backup | Restore>(
  work: Work,
  look: (id: string) => Promise<Work>,
  onProgress: (work: Work) => void,
): Promise<Work> {
  let now = work;
  for (let seen = ""; ;) {
    const { done, total } = now.progress;
    if (seen !== `${done} ${total} ${now.message}`) onProgress(now);
    seen = `${done} ${total} ${now.message}`;
    if (now.finishedAt !== undefined) return now;
    await sleep(pollMs);
    now = await look(work.id);
  }
}

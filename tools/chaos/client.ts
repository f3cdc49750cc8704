/** A client as a client should be: it repeats a call, under the same key, until it has an answer. */
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";

const problemSchema = z.object({ detail: z.string(), retryable: z.boolean().optional(), code: z.string() });

/** Longest wait for one answer, and for a call with all its repetitions. */
const answerWithinMs = 15_000;
const giveUpAfterMs = 180_000;
const pauseMs = 200;

/** What was sent beside the path. `key` is the idempotency key. */
interface Sent {
  body: Uint8Array<ArrayBuffer> | string;
  type: string;
  key: string;
}

export class PatientClient {
  readonly #url: string;
  readonly #cookie: string;
  #writeSent = Promise.withResolvers<void>();
  /** Calls that had to be sent more than once. */
  repeated = 0;

  constructor(url: string, cookie: string) {
    this.#url = url;
    this.#cookie = cookie;
  }

  get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    return this.#insist("GET", path, schema);
  }

  post<T>(path: string, schema: z.ZodType<T>, body: unknown, key: string): Promise<T> {
    return this.#insist("POST", path, schema, { body: JSON.stringify(body), type: "application/json", key });
  }

  patch<T>(path: string, schema: z.ZodType<T>, body: unknown, key: string): Promise<T> {
    return this.#insist("PATCH", path, schema, { body: JSON.stringify(body), type: "application/json", key });
  }

  upload<T>(path: string, schema: z.ZodType<T>, body: Uint8Array<ArrayBuffer>, key: string): Promise<T> {
    return this.#insist("POST", path, schema, { body, type: "application/x-ndjson", key });
  }

  /** Every item of a list, page after page. */
  async all<T>(path: string, item: z.ZodType<T>): Promise<T[]> {
    const page = z.object({ items: z.array(item), nextCursor: z.string().optional() });
    const items: T[] = [];
    let cursor: string | undefined;
    do {
      const query = new URLSearchParams({ limit: "200", ...(cursor !== undefined && { cursor }) });
      const answer = await this.get(`${path}?${query}`, page);
      items.push(...answer.items);
      cursor = answer.nextCursor;
    } while (cursor !== undefined);
    return items;
  }

  /** Resolves when the next call that changes something is sent, or after `withinMs`. */
  async nextWrite(withinMs: number): Promise<void> {
    await Promise.race([this.#writeSent.promise, sleep(withinMs)]);
  }

  /** One text to one vector, asked once, and never asked before: an answer that is remembered says nothing of the nodes. */
  async works(): Promise<boolean> {
    const body = JSON.stringify({ model: "default-embedding", input: `Is anybody there? ${crypto.randomUUID()}` });
    try {
      const answer = await this.#send("POST", "/api/v1/embeddings", { body, type: "application/json", key: crypto.randomUUID() });
      await answer.arrayBuffer();
      return answer.ok;
    } catch {
      return false;
    }
  }

  async #insist<T>(method: string, path: string, schema: z.ZodType<T>, sent?: Sent): Promise<T> {
    const until = Date.now() + giveUpAfterMs;
    let last = "nothing was answered";
    for (let tries = 0; Date.now() < until; tries++) {
      if (tries === 1) this.repeated++;
      if (tries > 0) await sleep(pauseMs);
      let status: number;
      let json: unknown;
      try {
        const sending = this.#send(method, path, sent);
        if (sent) this.#announceWrite();
        const answer = await sending;
        status = answer.status;
        json = await answer.json();
      } catch (cause) {
        // Refused, reset, cut off in the middle, or not JSON because no Worker wrote it.
        last = String(cause);
        continue;
      }
      if (status < 300) return schema.parse(json);
      const problem = problemSchema.safeParse(json).data;
      last = `${status} ${problem?.detail ?? ""}`;
      if (status < 500 && status !== 429 && problem?.code !== "in_progress") throw new Error(`${method} ${path} was refused: ${last}`);
    }
    throw new Error(`${method} ${path} was not answered within ${giveUpAfterMs / 1000} s: ${last}`);
  }

  #announceWrite(): void {
    this.#writeSent.resolve();
    this.#writeSent = Promise.withResolvers<void>();
  }

  #send(method: string, path: string, sent?: Sent): Promise<Response> {
    return fetch(`${this.#url}${path}`, {
      method,
      headers: {
        cookie: this.#cookie,
        origin: this.#url,
        ...(sent && { "content-type": sent.type, "idempotency-key": sent.key }),
        // Nobody else changes what this client made.
        ...(method === "PATCH" && { "if-match": "*" }),
      },
      signal: AbortSignal.timeout(answerWithinMs),
      ...(sent && { body: sent.body }),
    });
  }
}

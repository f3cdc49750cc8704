/** The public HTTP API, as the demo uses it: every answer is parsed, every refusal becomes one line. */
import * as z from "zod";
import { UserError } from "../system/user-error.ts";

const problemSchema = z.object({ code: z.string(), detail: z.string() });

export class Api {
  readonly #url: string;
  readonly #cookie: string;

  constructor(url: string, cookie: string) {
    this.#url = url;
    this.#cookie = cookie;
  }

  async get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    return this.#send("GET", path, schema);
  }

  /** `key` is the idempotency key: a repeated demo step changes nothing. `more`: further headers. */
  async post<T>(path: string, schema: z.ZodType<T>, body: unknown, key: string, more: Record<string, string> = {}): Promise<T> {
    return this.#send("POST", path, schema, { body: JSON.stringify(body), type: "application/json", key }, more);
  }

  /** `ifMatch`: the entity tag that the thing must still have. */
  async change<T>(method: "POST" | "PUT", path: string, schema: z.ZodType<T>, body: unknown, key: string, ifMatch?: string): Promise<T> {
    const sent = { body: JSON.stringify(body), type: "application/json", key };
    return this.#send(method, path, schema, sent, ifMatch === undefined ? {} : { "if-match": ifMatch });
  }

  async upload<T>(path: string, schema: z.ZodType<T>, body: BodyInit, type: string, key: string): Promise<T> {
    return this.#send("POST", path, schema, { body, type, key });
  }

  /** Bytes to a place that knows a repetition by itself. */
  async put<T>(path: string, schema: z.ZodType<T>, body: Blob): Promise<T> {
    return this.#send("PUT", path, schema, { body, type: "application/octet-stream", key: crypto.randomUUID() });
  }

  async #send<T>(
    method: string,
    path: string,
    schema: z.ZodType<T>,
    sent?: { body: BodyInit; type: string; key: string },
    more: Record<string, string> = {},
  ): Promise<T> {
    const headers: Record<string, string> = { ...more, cookie: this.#cookie, origin: this.#url };
    if (sent) Object.assign(headers, { "content-type": sent.type, "idempotency-key": sent.key });
    const answer = await fetch(`${this.#url}${path}`, {
      method,
      headers,
      ...(sent ? { body: sent.body, duplex: "half" } : {}),
    } as RequestInit);
    const json: unknown = await answer.json().catch(() => undefined);
    if (!answer.ok) {
      const problem = problemSchema.safeParse(json).data;
      if (problem && answer.status < 500) throw new UserError(problem.detail);
      throw new Error(`${method} ${path} answered ${answer.status}: ${problem?.detail ?? "no reason given"}`);
    }
    return schema.parse(json);
  }
}

/**
 * Embeddings of an OpenAI-compatible server (`POST {base}/embeddings`), as the scheduler sees them: admission, deadlines, batches and
 * cancellation are those of every other model. While the server asks to wait, no batch is sent.
 */
import { setTimeout as pause } from "node:timers/promises";
import { Agent, fetch } from "undici";
import * as z from "zod";
import type { ErrorCode } from "../../contracts/errors.ts";
import { err, ok, type Err, type Result } from "../../contracts/result.ts";
import type { BatchVectors, Engine, TokenBatch } from "./engine.ts";
import { textsOf } from "./texts-of.ts";

export interface Upstream {
  /** `https://host/v1`, without a slash at the end. */
  base: string;
  /** As the upstream calls it. */
  model: string;
  key?: string;
}

/** Requests under way at once. */
const lanes = 4;
/** The whole answer has to be there within this time, milliseconds. */
const answerWithinMs = 60_000;
/** 128 texts of 4,096 numbers in JSON are about 12 MB. */
const largestAnswer = 64 * 2 ** 20;
/** Seconds to wait when the upstream names none, and the most that is waited. */
const usualWait = 1;
const longestWait = 60;

const answerSchema = z.object({
  data: z.array(z.object({ index: z.int().min(0), embedding: z.array(z.number()).min(1) })),
  /** Some servers send none, or zeros: then nobody counted. */
  usage: z.object({ prompt_tokens: z.int().positive() }).optional().catch(undefined),
});
const errorSchema = z.object({ error: z.union([z.string(), z.object({ message: z.string() }).transform(({ message }) => message)]) });

const agent = new Agent({ connections: lanes * 2, maxResponseSize: largestAnswer, connect: { timeout: 10_000 } });

export class UpstreamEngine implements Engine {
  readonly lanes = lanes;
  readonly dimensions: number;
  readonly #upstream: Upstream;
  readonly #listeners = new Set<() => void>();
  readonly #closing = new AbortController();
  readonly #answerWithinMs: number;
  #waiting = false;

  constructor(upstream: Upstream, dimensions: number, answerWithin = answerWithinMs) {
    this.#upstream = upstream;
    this.dimensions = dimensions;
    this.#answerWithinMs = answerWithin;
  }

  /** Numbers in a vector of the upstream's model. Its fault when it gives none. */
  static async probe(upstream: Upstream): Promise<Result<number>> {
    const given = await embed(upstream, ["a"], AbortSignal.timeout(answerWithinMs));
    return given.ok ? ok(given.value.rows[0]?.length ?? 0) : given;
  }

  /** False while the upstream wants to be left alone. */
  laneReady(): boolean {
    return !this.#waiting && !this.#closing.signal.aborted;
  }

  onLaneReady(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /**
   * `overloaded` with the seconds when the upstream has too much to do, `invalid_input` when it refuses the texts, `unavailable` when it is
   * not there, does not answer in time or refuses the key or the model, `internal` when it answers something else than asked.
   */
  async run(_lane: number, batch: TokenBatch): Promise<Result<BatchVectors>> {
    const started = performance.now();
    const texts = textsOf(batch);
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(this.#answerWithinMs)]);
    const given = await embed(this.#upstream, texts, signal);
    if (!given.ok) {
      if (given.error.code === "overloaded") void this.#wait(given.error.retryAfter ?? usualWait);
      return given;
    }
    const { rows, tokens } = given.value;
    const vectors = new Float32Array(texts.length * this.dimensions);
    for (const [row, numbers] of rows.entries()) {
      if (numbers.length !== this.dimensions)
        return strange(this.#upstream, `vectors of ${numbers.length} numbers instead of ${this.dimensions}`);
      vectors.set(unit(numbers), row * this.dimensions);
    }
    return ok({ vectors, milliseconds: performance.now() - started, ...(tokens === undefined ? {} : { tokens }) });
  }

  close(): Promise<void> {
    this.#closing.abort();
    this.#listeners.clear();
    return Promise.resolve();
  }

  async #wait(seconds: number): Promise<void> {
    if (this.#waiting) return;
    this.#waiting = true;
    await pause(seconds * 1000, undefined, { signal: this.#closing.signal, ref: false }).catch(() => undefined);
    this.#waiting = false;
    for (const listener of this.#listeners) listener();
  }
}

interface Embedded {
  /** One vector a text, in their order. */
  rows: number[][];
  /** What the upstream counted of all texts together, if it did. */
  tokens: number | undefined;
}

async function embed({ base, model, key }: Upstream, input: readonly string[], signal: AbortSignal): Promise<Result<Embedded>> {
  const upstream = { base, model };
  try {
    const response = await fetch(`${base}/embeddings`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({ model, input, encoding_format: "float" }),
      dispatcher: agent,
      // A key goes to the address that it was given for, nowhere else.
      redirect: "error",
      signal,
    });
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok) return refusal(upstream, response.status, body, response.headers.get("retry-after"));
    const answer = answerSchema.safeParse(body);
    if (!answer.success) return strange(upstream, "no list of vectors");
    const rows = answer.data.data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => embedding);
    if (rows.length !== input.length) return strange(upstream, `${rows.length} vectors for ${input.length} texts`);
    return ok({ rows, tokens: answer.data.usage?.prompt_tokens });
  } catch (cause) {
    if (signal.aborted) return err("unavailable", `${base} did not answer in time.`);
    const reason = cause instanceof Error ? (cause.cause instanceof Error ? cause.cause.message : cause.message) : String(cause);
    return err("unavailable", `${base} cannot be reached: ${reason}`);
  }
}

function refusal({ base, model }: Upstream, status: number, body: unknown, retryAfter: string | null): Err {
  const said = errorSchema.safeParse(body);
  const why = said.success ? `: ${said.data.error.slice(0, 300)}` : ".";
  const fault = (code: ErrorCode, what: string, more = {}) => err(code, `${base} ${what} (${status})${why}`, more);
  if (status === 401 || status === 403) return fault("unavailable", "refuses the key", { retryable: false });
  if (status === 404) return fault("unavailable", `does not serve ${model}`, { retryable: false });
  if (status === 429 || status === 503) {
    const seconds = Number(retryAfter);
    return fault("overloaded", "has too much to do", { retryAfter: seconds > 0 ? Math.min(seconds, longestWait) : usualWait });
  }
  if (status >= 500) return fault("unavailable", "is broken");
  return fault("invalid_input", "refuses the texts");
}

function strange({ base }: Upstream, what: string): Err {
  return err("internal", `${base} answered with ${what}.`);
}

/** Length 1, as every vector of a node has. */
function unit(numbers: readonly number[]): number[] {
  const length = Math.hypot(...numbers);
  return length > 0 ? numbers.map((x) => x / length) : [...numbers];
}

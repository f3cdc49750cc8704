/** How far the models are that are being made ready: for the operator's log, `/readyz` and the figures of `/metrics`. */
import type { StoreEvent } from "./store-context.ts";

/** Shown of a model that is not ready yet. */
export interface Progress {
  model: string;
  step: Exclude<StoreEvent["step"], "ready" | "refuse">;
  file?: string;
  /** Bytes of the file. */
  done?: number;
  total?: number;
}

/** A download says how far it is at most so often, milliseconds. */
const logEveryMs = 5_000;
const mebibyte = 2 ** 20;

export class ProgressBoard {
  readonly #log: (line: string) => void;
  readonly #now: () => number;
  readonly #under = new Map<string, Progress>();
  #saidAt = -Infinity;
  /** Bytes that came over the network since the start. */
  downloadedBytes = 0;
  /** Files that were not what they had to be, and were removed. */
  refusedFiles = 0;
  evictedBytes = 0;

  constructor(log: (line: string) => void, now: () => number = () => performance.now()) {
    this.#log = log;
    this.#now = now;
  }

  /** What is under way, in the order in which it began. */
  get underWay(): Progress[] {
    return [...this.#under.values()];
  }

  report({ model, step, file, done, total, why }: StoreEvent): void {
    if (step === "ready") return void this.#under.delete(model);
    if (step === "refuse") {
      this.refusedFiles++;
      return this.#log(`${model}: ${file ?? "a file"} is refused and removed: ${why ?? "it is damaged"}`);
    }
    const before = this.#under.get(model);
    const same = before?.step === step && before.file === file;
    if (same && done !== undefined) this.downloadedBytes += Math.max(0, done - (before.done ?? 0));
    this.#under.set(model, {
      model,
      step,
      ...(file === undefined ? {} : { file }),
      ...(done === undefined ? {} : { done }),
      ...(total === undefined ? {} : { total }),
    });
    if (!same || this.#now() - this.#saidAt >= logEveryMs || (done !== undefined && done === total)) {
      this.#saidAt = this.#now();
      this.#log(`${model}: ${lineOf(step, file, done, total)}`);
    }
  }

  evicted(folder: string, bytes: number): void {
    this.evictedBytes += bytes;
    this.#log(`removed ${folder} (${megabytes(bytes)} MB) to make room`);
  }

  /** A model that could not be made ready is not under way any more. */
  drop(model: string): void {
    this.#under.delete(model);
  }
}

function lineOf(step: Progress["step"], file = "", done?: number, total?: number): string {
  if (step === "list") return "asking its source";
  if (step === "prepare") return "preparing";
  const of = total === undefined ? "" : ` of ${megabytes(total)}`;
  return `downloading ${file}, ${megabytes(done ?? 0)}${of} MB`;
}

function megabytes(bytes: number): string {
  return (bytes / mebibyte).toFixed(1);
}

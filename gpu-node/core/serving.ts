/**
 * The models in service and the reader that knows them. A request holds on to those with which it began: when others take their place, what is
 * inside is read and computed to its end by the old ones, which leave with the last of them.
 */
import type { NodeModel } from "../../contracts/node-protocol.ts";
import { ok, type Result } from "../../contracts/result.ts";
import { keyOf } from "../models/model-key.ts";
import type { ServableModel } from "../models/servable-model.ts";
import { Reader } from "./reader.ts";
import { nodeModel, type ServedModels } from "./served-models.ts";
import type { ReadableModel } from "./text-reading.ts";

/** What a request works with from its first byte to its answer. */
export interface Generation {
  offered: readonly NodeModel[];
  reader: Reader;
}

interface Held extends Generation {
  models: readonly ServableModel[];
  users: number;
  replaced: boolean;
}

export class Serving {
  readonly models: ServedModels;
  /** Told of models that have left, with those that are in service now. */
  readonly #onRetired: (models: readonly ServableModel[]) => void;
  #current: Held;
  /** Generations that serve, or that requests still hold. */
  readonly #live = new Set<Held>();
  /** The retiring that is under way. */
  #retiring: Promise<void> = Promise.resolve();

  private constructor(models: ServedModels, current: Held, onRetired: (models: readonly ServableModel[]) => void) {
    this.models = models;
    this.#current = current;
    this.#live.add(current);
    this.#onRetired = onRetired;
  }

  /** `models` serve `prepared`. `unavailable` when the reader cannot start. */
  static async open(
    models: ServedModels,
    prepared: readonly ServableModel[],
    onRetired: (models: readonly ServableModel[]) => void = () => undefined,
  ): Promise<Result<Serving>> {
    const generation = await generationOf(prepared);
    return generation.ok ? ok(new Serving(models, generation.value, onRetired)) : generation;
  }

  /** False while nothing can be read or computed. */
  get ready(): boolean {
    return this.models.ready && this.#current.reader.ready;
  }

  async hold<Value>(use: (generation: Generation) => Promise<Value>): Promise<Value> {
    const held = this.#current;
    held.users++;
    try {
      return await use(held);
    } finally {
      held.users--;
      if (held.users === 0 && held.replaced) this.#retire(held);
    }
  }

  /** Other models serve every request that begins from now on. A fault leaves those that served in service. */
  async replace(models: readonly ServableModel[]): Promise<Result<true>> {
    const next = await generationOf(models);
    if (!next.ok) return next;
    const replaced = await this.models.replace(models);
    if (!replaced.ok) {
      await next.value.reader.close();
      return replaced;
    }
    const before = this.#current;
    this.#current = next.value;
    this.#live.add(next.value);
    before.replaced = true;
    if (before.users === 0) this.#retire(before);
    return ok(true);
  }

  /** Resolves when models that were replaced and are not in use any more have left memory. */
  retired(): Promise<void> {
    return this.#retiring;
  }

  async close(): Promise<void> {
    await this.#retiring;
    await Promise.all([this.models.close(), this.#current.reader.close()]);
  }

  /** Models that another generation has too stay until that one leaves. */
  #retire(held: Held): void {
    this.#live.delete(held);
    const needed = new Set([...this.#live].flatMap(({ models }) => models.map(keyOf)));
    const leaving = held.models.filter((model) => !needed.has(keyOf(model)));
    this.#retiring = this.#retiring.then(async () => {
      await Promise.all([held.reader.close(), this.models.retire(leaving)]);
      this.#onRetired(leaving);
    });
  }
}

async function generationOf(models: readonly ServableModel[]): Promise<Result<Held>> {
  const reader = await Reader.start({ models: models.map(readable) });
  if (!reader.ok) return reader;
  return ok({ models, offered: models.map(nodeModel), reader: reader.value, users: 0, replaced: false });
}

function readable(model: ServableModel): ReadableModel {
  const { name, version, task, dimensions, maxTokens } = model;
  return { name, version, task, dimensions, maxTokens, ...(model.kind === "graph" ? { tokenizerPath: model.tokenizerPath } : {}) };
}

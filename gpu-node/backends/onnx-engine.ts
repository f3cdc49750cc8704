/** One model on the node's lanes, as its scheduler sees them. */
import { ok, type Result } from "../../contracts/result.ts";
import type { BatchVectors, Engine, TokenBatch } from "./engine.ts";
import { Lanes, type LanesOptions } from "./lanes.ts";

export interface LoadableModel {
  name: string;
  graphPath: string;
  /** SHA-256 of that file. */
  graphDigest?: string;
  /** Numbers in a row of its output. */
  dimensions: number;
}

export class OnnxEngine implements Engine {
  readonly dimensions: number;
  readonly #name: string;
  readonly #lanes: Lanes;
  readonly #unsubscribe: (() => void)[] = [];
  /** True when the lanes are there for this model alone. */
  #owner = false;
  #closed = false;

  private constructor(lanes: Lanes, { name, dimensions }: LoadableModel) {
    this.#lanes = lanes;
    this.#name = name;
    this.dimensions = dimensions;
  }

  /** Loads the model into every lane. `unavailable` when one cannot load it. */
  static async open(lanes: Lanes, model: LoadableModel): Promise<Result<OnnxEngine>> {
    const loaded = await lanes.load(model.name, { path: model.graphPath, digest: model.graphDigest });
    return loaded.ok ? ok(new OnnxEngine(lanes, model)) : loaded;
  }

  /** The model alone on lanes of its own, which close with it. */
  static async alone(model: LoadableModel, options: LanesOptions): Promise<Result<OnnxEngine>> {
    const lanes = await Lanes.start(options);
    if (!lanes.ok) return lanes;
    const engine = await OnnxEngine.open(lanes.value, model);
    if (engine.ok) engine.value.#owner = true;
    else await lanes.value.close();
    return engine;
  }

  get lanes(): number {
    return this.#lanes.count;
  }

  laneReady(lane: number): boolean {
    return !this.#closed && this.#lanes.ready(lane);
  }

  onLaneReady(listener: () => void): void {
    this.#unsubscribe.push(this.#lanes.onReady(listener));
  }

  run(lane: number, batch: TokenBatch): Promise<Result<BatchVectors>> {
    return this.#lanes.run(this.#name, lane, batch);
  }

  /** Frees the model's memory on every lane. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const end of this.#unsubscribe) end();
    await (this.#owner ? this.#lanes.close() : this.#lanes.unload(this.#name));
  }
}

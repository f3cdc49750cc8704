/** ONNX Runtime in worker threads: one session a lane, so that the event loop stays free and lanes run side by side. */
import { ok, type Result } from "../../contracts/result.ts";
import { AskingThread } from "../threads/asking-thread.ts";
import type { Device } from "./device.ts";
import type { BatchVectors, Engine, TokenBatch } from "./engine.ts";
import type { LaneSettings } from "./lane-thread.ts";

export interface OnnxEngineOptions {
  graphPath: string;
  dimensions: number;
  /** One per core on a CPU, one per GPU. */
  lanes: number;
  device: Device;
  /** Thread file of a lane; another one in tests of what happens when a lane dies. */
  script?: URL;
}

type Lane = AskingThread<TokenBatch, BatchVectors>;

export class OnnxEngine implements Engine {
  readonly dimensions: number;
  readonly #lanes: readonly Lane[];
  readonly #listeners: Set<() => void>;

  private constructor(lanes: readonly Lane[], dimensions: number, listeners: Set<() => void>) {
    this.#lanes = lanes;
    this.dimensions = dimensions;
    this.#listeners = listeners;
  }

  /** Loads the model into every lane. `unavailable` when one cannot load it; those that could are closed again. */
  static async start({ graphPath, dimensions, lanes, device, script }: OnnxEngineOptions): Promise<Result<OnnxEngine>> {
    const listeners = new Set<() => void>();
    const onReady = () => listeners.forEach((listener) => listener());
    const settings: LaneSettings = { graphPath, device };
    const file = script ?? new URL("./lane-thread.ts", import.meta.url);
    const started = await Promise.all(
      Array.from({ length: lanes }, (_, lane) =>
        AskingThread.start<TokenBatch, BatchVectors>({ script: file, settings, name: `lane ${lane}`, onReady }),
      ),
    );
    const running = started.flatMap((lane) => (lane.ok ? [lane.value] : []));
    const failed = started.find((lane) => !lane.ok);
    if (failed === undefined || failed.ok) return ok(new OnnxEngine(running, dimensions, listeners));
    await Promise.all(running.map((lane) => lane.close()));
    return failed;
  }

  get lanes(): number {
    return this.#lanes.length;
  }

  laneReady(lane: number): boolean {
    return this.#lanes[lane]?.ready ?? false;
  }

  onLaneReady(listener: () => void): void {
    this.#listeners.add(listener);
  }

  run(lane: number, batch: TokenBatch): Promise<Result<BatchVectors>> {
    const thread = this.#lanes[lane];
    if (thread === undefined) throw new RangeError(`there is no lane ${lane}`);
    return thread.ask(batch, [batch.ids.buffer, batch.lengths.buffer]);
  }

  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }
}

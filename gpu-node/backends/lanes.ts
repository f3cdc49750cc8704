/** The node's worker threads, each with a session of every loaded model. Models share them batch by batch, in the order of arrival. */
import { err, ok, type Result } from "../../contracts/result.ts";
import { AskingThread } from "../threads/asking-thread.ts";
import type { Device } from "./device.ts";
import type { BatchVectors, TokenBatch } from "./engine.ts";
import type { GraphFile, LaneAnswer, LaneQuestion, LaneSettings } from "./lane-work.ts";

export interface LanesOptions {
  /** One per core on a CPU, one per GPU. */
  lanes: number;
  device: Device;
  /** That compute one batch together; 1 unless given. */
  threads?: number | undefined;
  /** Of their threads, as `threads/priority.ts` gives it. */
  priority?: number | undefined;
  /** Thread file of a lane; another one in tests of what happens when a lane dies. */
  script?: URL;
}

type Lane = AskingThread<LaneQuestion, LaneAnswer>;

export class Lanes {
  readonly #lanes: readonly Lane[];
  readonly #listeners: Set<() => void>;
  /** Shared with the threads' settings: a lane that starts again opens what is named here. */
  readonly #graphs: Record<string, GraphFile>;
  /** Batches handed to each lane and not yet back. */
  readonly #outstanding: number[];

  private constructor(lanes: readonly Lane[], listeners: Set<() => void>, graphs: Record<string, GraphFile>) {
    this.#lanes = lanes;
    this.#listeners = listeners;
    this.#graphs = graphs;
    this.#outstanding = lanes.map(() => 0);
  }

  /** Starts the threads, with nothing loaded. `unavailable` when one cannot start; those that could are closed again. */
  static async start({ lanes, device, threads = 1, priority, script }: LanesOptions): Promise<Result<Lanes>> {
    const listeners = new Set<() => void>();
    const onReady = () => listeners.forEach((listener) => listener());
    const settings: LaneSettings = { device, threads, graphs: {}, priority };
    const file = script ?? new URL("./lane-thread.ts", import.meta.url);
    const started = await Promise.all(
      Array.from({ length: lanes }, (_, lane) =>
        AskingThread.start<LaneQuestion, LaneAnswer>({ script: file, settings, name: `lane ${lane}`, onReady }),
      ),
    );
    const running = started.flatMap((lane) => (lane.ok ? [lane.value] : []));
    const failed = started.find((lane) => !lane.ok);
    if (failed === undefined || failed.ok) return ok(new Lanes(running, listeners, settings.graphs));
    await Promise.all(running.map((lane) => lane.close()));
    return failed;
  }

  get count(): number {
    return this.#lanes.length;
  }

  /** False while the lane is being started again. */
  ready(lane: number): boolean {
    return this.#lanes[lane]?.ready ?? false;
  }

  /** Calls `listener` whenever a lane becomes ready again. Returns what ends that. */
  onReady(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Opens a model on every lane. `unavailable` when a lane refuses it (it is closed again on the others) or when no lane is ready. */
  async load(model: string, graph: GraphFile): Promise<Result<true>> {
    this.#graphs[model] = graph;
    const asked = await Promise.all(
      this.#lanes.map(async (lane, index) => {
        // One that is starting again opens the model by itself.
        if (!lane.ready) return undefined;
        const loaded = await lane.ask({ kind: "load", model, graph });
        return loaded.ok ? true : { lane: index, fault: loaded.error };
      }),
    );
    const refused = asked.find((answer) => answer !== undefined && answer !== true && answer.fault.code === "internal");
    if (refused === undefined && asked.includes(true)) return ok(true);
    await this.unload(model);
    if (typeof refused !== "object") return err("unavailable", "No lane is ready to load a model.", { retryAfter: 1 });
    return err("unavailable", `${model} cannot be loaded on lane ${refused.lane}: ${refused.fault.detail}`);
  }

  async unload(model: string): Promise<void> {
    delete this.#graphs[model];
    await Promise.all(this.#lanes.map((lane) => lane.ask({ kind: "unload", model })));
  }

  /**
   * Computes one batch of a model; takes over its buffers. It goes to `preferred` unless another ready lane has fewer batches to do: a
   * model's scheduler does not know what the others have under way.
   */
  async run(model: string, preferred: number, batch: TokenBatch): Promise<Result<BatchVectors>> {
    const lane = this.#leastBusy(preferred);
    const thread = this.#lanes[lane];
    if (thread === undefined) throw new RangeError(`there is no lane ${lane}`);
    this.#outstanding[lane] = this.#busy(lane) + 1;
    const answer = await thread.ask({ kind: "run", model, batch }, [batch.ids.buffer, batch.lengths.buffer]);
    this.#outstanding[lane] = this.#busy(lane) - 1;
    if (!answer.ok) return answer;
    return answer.value ? ok(answer.value) : err("internal", "The lane answered a batch with nothing.");
  }

  /** Lets every lane finish what it was given, then ends them. */
  async close(): Promise<void> {
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  #busy(lane: number): number {
    return this.#outstanding[lane] ?? 0;
  }

  #leastBusy(preferred: number): number {
    const ready = [...this.#lanes.keys()].filter((lane) => this.ready(lane));
    return ready.reduce((best, lane) => (!this.ready(best) || this.#busy(lane) < this.#busy(best) ? lane : best), preferred);
  }
}

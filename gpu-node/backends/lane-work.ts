/** What a lane can be asked, and what it says. */
import type { BatchVectors, TokenBatch } from "./engine.ts";
import type { Device } from "./device.ts";

export interface GraphFile {
  path: string;
  /** SHA-256 that it must have when a lane that died opens it again. Absent: it is not looked at. */
  digest?: string | undefined;
}

/** Given to a lane as it starts, again after it died: the models that it opens before it is ready. */
export interface LaneSettings {
  device: Device;
  /** By model. */
  graphs: Record<string, GraphFile>;
  /** Threads that compute one batch together. */
  threads: number;
  /** Its place among the process's threads (nice(2)). Absent: that of the thread which starts it. */
  priority?: number | undefined;
}

export type LaneQuestion =
  /** Opens a model; nothing happens when it is open. */
  { kind: "load"; model: string; graph: GraphFile } | { kind: "unload"; model: string } | { kind: "run"; model: string; batch: TokenBatch };

/** Only running a batch has something to say. */
export type LaneAnswer = BatchVectors | undefined;

/** What preparing a model may use and must tell: room on the disk, and how far it is. */
import { ok, type Result } from "../../contracts/result.ts";

/** One step of making a model ready, as it goes on. Bytes of the file under way; `total` is unknown until the source says it. */
export interface StoreEvent {
  model: string;
  step: "list" | "download" | "prepare" | "ready" | "refuse";
  file?: string;
  done?: number;
  total?: number | undefined;
  /** Of `refuse`: what was wrong with the file that was removed. */
  why?: string;
}

export interface StoreContext {
  /** Makes room for so many bytes more; `unavailable` when that cannot be. */
  room(bytes: number): Promise<Result<true>>;
  /** Keeps a folder from making room for others until the function that it gives is called. */
  hold(folder: string): () => void;
  report(event: StoreEvent): void;
  /** True: sources are asked for what they have now; false: what was fetched before is kept, and no network is needed. */
  renew: boolean;
}

/** A store without bounds that tells nobody. */
export const quietStore: StoreContext = {
  room: () => Promise.resolve(ok(true)),
  hold: () => () => undefined,
  report: () => undefined,
  renew: false,
};

/** What stands in the row of a piece of work before its first step. */
import type { StartMaintenance } from "../../../contracts/services/database.ts";
import type { Progress } from "../../../contracts/work.ts";
import { beginErasure, erasureProgress } from "./erasure.ts";
import { beginExport } from "./export.ts";
import { beginRebuild } from "./rebuild.ts";
import { beginVerification, verificationProgress } from "./verification.ts";

type Input = StartMaintenance extends infer Request ? (Request extends unknown ? Omit<Request, "commandId"> : never) : never;

export function beginning(input: Input, now: number): { state: unknown; progress: Progress } {
  switch (input.kind) {
    case "verification":
      return { state: beginVerification, progress: verificationProgress };
    case "rebuild":
      return { state: beginRebuild(input.service), progress: { done: 0, total: 0, unit: "events" } };
    case "export":
      return { state: beginExport, progress: { done: 0, total: 0, unit: "lines" } };
    case "erasure":
      return { state: beginErasure(now), progress: erasureProgress };
  }
}

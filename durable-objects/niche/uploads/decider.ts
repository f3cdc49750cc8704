/** Rules of a niche about its uploads: how many there may be, when one is read, what came of it. Pure. */
import type { ImportAdvanced, ImportCancelled, ImportFailed, ImportStarted } from "../../../contracts/events/niche-analysis.ts";
import { err, ok, type Fault, type Result } from "../../../contracts/result.ts";
import type { ImportReport } from "../../../contracts/services/niche-evidence.ts";
import { maxOpenUploads } from "../../../contracts/services/niche-uploads.ts";
import type { Decision, DecisionContext } from "../../kernel/types.ts";
import { happened, type NicheEvent } from "../events.ts";
import type { NicheState } from "../state.ts";
import { readEffect, readEffectId, tidyEffect, tidyEffectId } from "./plan.ts";

export type UploadEvent =
  | { type: "import.started"; data: ImportStarted }
  | { type: "import.advanced"; data: ImportAdvanced }
  | { type: "import.failed"; data: ImportFailed }
  | { type: "import.cancelled"; data: ImportCancelled };

/** Texts, and copies of texts, that are new. */
export interface Arrived {
  texts: number;
  copies: number;
}

export type UploadCommand =
  /** `open`: uploads that are received or read already. */
  | { type: "open-upload"; uploadId: string; open: number }
  /** All of its bytes are here. */
  | { type: "read-upload"; uploadId: string; fileName: string; bytes: number }
  /** Some of its rows are written beside this turn, as in `turns` before it; others are left. */
  | { type: "upload-advanced"; uploadId: string; turns: number; fresh: Arrived }
  /** The last of its rows are written beside this turn; `earlier`: what turns before brought. */
  | { type: "upload-read"; uploadId: string; imported: { batchId: string; earlier: Arrived; fresh: Arrived; report: ImportReport } }
  | { type: "upload-failed"; uploadId: string; fault: Fault }
  /** `known`: there is such an upload; `turns` have made rows of it evidence. */
  | { type: "remove-upload"; uploadId: string; known: boolean; reading: boolean; turns: number }
  /** A reading that was given up is to be tried again. */
  | { type: "upload-redriven" }
  | { type: "uploads-tidied" };

const types: readonly string[] = [
  "open-upload",
  "read-upload",
  "upload-advanced",
  "upload-read",
  "upload-failed",
  "remove-upload",
  "upload-redriven",
  "uploads-tidied",
] satisfies UploadCommand["type"][];

export function isUploadCommand(command: { type: string }): command is UploadCommand {
  return types.includes(command.type);
}

export function decideUpload(state: NicheState, command: UploadCommand, { principal }: DecisionContext): Result<Decision<NicheEvent>> {
  switch (command.type) {
    case "open-upload": {
      const { uploadId, open } = command;
      if (open >= maxOpenUploads)
        return err("conflict", `${open} uploads into this niche are under way. Finish one of them, or remove it.`);
      return ok({ events: [], effects: [tidyEffect(uploadId, "opened")], value: { id: uploadId } });
    }
    case "read-upload": {
      const { uploadId, fileName, bytes } = command;
      const started = happened("import.started", { uploadId, fileName, bytes, startedBy: principal.id });
      return ok({ events: [started], effects: [readEffect(uploadId)] });
    }
    case "upload-advanced": {
      const { uploadId, turns, fresh } = command;
      const advanced = happened("import.advanced", { uploadId, ...arrival(state, fresh) });
      return ok({ events: [advanced], effects: [readEffect(uploadId, turns + 1)] });
    }
    case "upload-read": {
      const { uploadId, imported } = command;
      const { batchId, earlier, fresh, report } = imported;
      return ok({ events: [happened("evidence.imported", { batchId, ...arrival(state, fresh, earlier), report })], ...ended(uploadId) });
    }
    case "upload-failed": {
      const { uploadId, fault } = command;
      return ok({ events: [happened("import.failed", { uploadId, fault })], ...ended(uploadId, fault) });
    }
    case "remove-upload": {
      const { uploadId, known, reading, turns } = command;
      if (!known) return err("not_found", `This niche has no upload ${uploadId}.`);
      const cancelled = reading ? [happened("import.cancelled", { uploadId, cancelledBy: principal.id })] : [];
      const { effects, cancel } = ended(uploadId);
      return ok({ events: cancelled, effects, cancel: [readEffectId(uploadId, turns), ...cancel] });
    }
    case "upload-redriven":
      return err("conflict", "The bytes of this upload are not here any more. Send the file again, and discard this effect.");
    case "uploads-tidied":
      return ok({ events: [] });
  }
}

/** `earlier`: counted in the state already. */
function arrival(state: NicheState, fresh: Arrived, earlier: Arrived = nothing) {
  const copies = { added: earlier.copies + fresh.copies, total: state.copyCount + fresh.copies };
  return { added: earlier.texts + fresh.texts, total: state.evidenceCount + fresh.texts, copies };
}

const nothing: Arrived = { texts: 0, copies: 0 };

/** Nobody waits a day for what is over: what pends counts. */
function ended(uploadId: string, fault?: Fault): Required<Pick<Decision<NicheEvent>, "effects" | "cancel">> {
  return { effects: [tidyEffect(uploadId, "over", fault)], cancel: [tidyEffectId(uploadId, "opened")] };
}

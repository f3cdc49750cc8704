/** Rules of a niche about its uploads: how many there may be, when one is read, what came of it. Pure. */
import type { ImportCancelled, ImportFailed, ImportStarted } from "../../../contracts/events/niche-analysis.ts";
import { err, ok, type Fault, type Result } from "../../../contracts/result.ts";
import type { ImportReport } from "../../../contracts/services/niche-evidence.ts";
import { maxOpenUploads } from "../../../contracts/services/niche-uploads.ts";
import type { Decision, DecisionContext } from "../../kernel/types.ts";
import { happened, type NicheEvent } from "../events.ts";
import type { NicheState } from "../state.ts";
import { readEffect, readEffectId, tidyEffect, tidyEffectId } from "./plan.ts";

export type UploadEvent =
  | { type: "import.started"; data: ImportStarted }
  | { type: "import.failed"; data: ImportFailed }
  | { type: "import.cancelled"; data: ImportCancelled };

export type UploadCommand =
  /** `open`: uploads that are received or read already. */
  | { type: "open-upload"; uploadId: string; open: number }
  /** All of its bytes are here. */
  | { type: "read-upload"; uploadId: string; fileName: string; bytes: number }
  /** The rows are written beside this turn. */
  | { type: "upload-read"; uploadId: string; imported: { batchId: string; added: number; copies: number; report: ImportReport } }
  | { type: "upload-failed"; uploadId: string; fault: Fault }
  /** `known`: there is such an upload. */
  | { type: "remove-upload"; uploadId: string; known: boolean; reading: boolean }
  /** A reading that was given up is to be tried again. */
  | { type: "upload-redriven" }
  | { type: "uploads-tidied" };

const types: readonly string[] = [
  "open-upload",
  "read-upload",
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
    case "upload-read": {
      const { uploadId, imported } = command;
      const { batchId, added, copies, report } = imported;
      const totals = { total: state.evidenceCount + added, copies: { added: copies, total: state.copyCount + copies } };
      return ok({
        events: [happened("evidence.imported", { batchId, added, ...totals, report })],
        ...ended(uploadId),
      });
    }
    case "upload-failed": {
      const { uploadId, fault } = command;
      return ok({ events: [happened("import.failed", { uploadId, fault })], ...ended(uploadId, fault) });
    }
    case "remove-upload": {
      const { uploadId, known, reading } = command;
      if (!known) return err("not_found", `This niche has no upload ${uploadId}.`);
      const cancelled = reading ? [happened("import.cancelled", { uploadId, cancelledBy: principal.id })] : [];
      const { effects, cancel } = ended(uploadId);
      return ok({ events: cancelled, effects, cancel: [readEffectId(uploadId), ...cancel] });
    }
    case "upload-redriven":
      return err("conflict", "The bytes of this upload are not here any more. Send the file again, and discard this effect.");
    case "uploads-tidied":
      return ok({ events: [] });
  }
}

/** Nobody waits a day for what is over: what pends counts. */
function ended(uploadId: string, fault?: Fault): Required<Pick<Decision<NicheEvent>, "effects" | "cancel">> {
  return { effects: [tidyEffect(uploadId, "over", fault)], cancel: [tidyEffectId(uploadId, "opened")] };
}

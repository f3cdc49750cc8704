/** The effect and the timer of a source: their names and inputs. */
import * as z from "zod";
import { fetchCursorSchema, sourceSettingsSchema } from "../../../contracts/services/niche-sources.ts";
import type { NewEffect, TimerChange } from "../../kernel/types.ts";
import type { SourceState } from "./state.ts";

/** Tries of one fetch; what fails then is said, and tried again at its next time. */
export const fetchAttempts = 4;

/** `cursor`: where the fetch before ended; absent in a first one. */
export const fetchInputSchema = z.object({
  sourceId: z.string(),
  run: z.int().min(1),
  settings: sourceSettingsSchema,
  cursor: fetchCursorSchema.optional(),
});

export function fetchEffect({ id, settings, cursor }: Pick<SourceState, "id" | "settings" | "cursor">, run: number): NewEffect {
  return { id: fetchEffectId(id, run), type: "fetch", input: { sourceId: id, run, settings, ...(cursor && { cursor }) } };
}

export function fetchEffectId(sourceId: string, run: number): string {
  return `fetch:${sourceId}:${run}`;
}

/** Wakes the source at `at`; never when it is null. */
export function dueTimer(sourceId: string, at: number | null): TimerChange {
  const command = { type: "source-due", sourceId };
  return { name: `source:${sourceId}`, at, ...(at !== null && { command }) };
}

/** Events that the kernel itself writes into the log of any actor: what became of its effects. */
import * as z from "zod";
import { faultSchema } from "../result.ts";
import type { EventCatalogue } from "./event-catalogue.ts";

/** An effect is out of attempts: nothing tries it again by itself. */
export const effectDeadLetteredSchema = z.object({
  effectId: z.string(),
  effectType: z.string(),
  lane: z.string(),
  fault: faultSchema,
  /** Failed attempts so far, over all redrives. */
  attempts: z.int().min(0),
});
export const effectRedrivenSchema = z.object({ effectId: z.string(), redrives: z.int().min(1) });
export const effectDiscardedSchema = z.object({ effectId: z.string() });

export const kernelEvents = {
  "effect.dead-lettered": { 1: effectDeadLetteredSchema },
  "effect.redriven": { 1: effectRedrivenSchema },
  "effect.discarded": { 1: effectDiscardedSchema },
} satisfies EventCatalogue;

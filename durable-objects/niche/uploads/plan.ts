/** The effects of an upload and their inputs. */
import * as z from "zod";
import { faultSchema, type Fault } from "../../../contracts/result.ts";
import type { NewEffect } from "../../kernel/types.ts";

export const readInputSchema = z.object({ uploadId: z.string() });
/** `fault`: the reading was given up for it. */
export const tidyInputSchema = readInputSchema.extend({ fault: faultSchema.optional() });

/** `turns`: as many have made rows of it evidence before. */
export function readEffect(uploadId: string, turns = 0): NewEffect {
  return { id: readEffectId(uploadId, turns), type: "read", input: { uploadId } };
}

export function readEffectId(uploadId: string, turns: number): string {
  return turns === 0 ? `read:${uploadId}` : `read:${uploadId}:${turns}`;
}

/** Removes what an upload leaves: `opened` once nothing more comes of it, and is called off when it ends; `over` when it has ended. */
export function tidyEffect(uploadId: string, when: "opened" | "over", fault?: Fault): NewEffect {
  return { id: tidyEffectId(uploadId, when), type: "tidy", input: { uploadId, ...(fault && { fault }) } };
}

export function tidyEffectId(uploadId: string, when: "opened" | "over"): string {
  return `tidy:${uploadId}:${when}`;
}

/** Names what is staged of its rows. */
export function stagingOf(uploadId: string): string {
  return `upload:${uploadId}`;
}

/** The shape of the catalogue and of every service's part of it. */
import type * as z from "zod";

/** `type → version → schema of data`. The highest version is the one written today; older ones are read through upcasters. */
export type EventCatalogue = Record<string, Record<number, z.ZodType>>;

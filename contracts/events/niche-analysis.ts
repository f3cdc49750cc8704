/** Events that the niche-analysis service writes. */
import type { EventCatalogue } from "./index.ts";

export const nicheEvents = {} satisfies EventCatalogue;

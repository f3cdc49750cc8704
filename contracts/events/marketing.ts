/** Events that the marketing service writes. */
import type { EventCatalogue } from "./index.ts";

export const marketingEvents = {} satisfies EventCatalogue;

/** Events that the monetization service writes. */
import type { EventCatalogue } from "./index.ts";

export const monetizationEvents = {} satisfies EventCatalogue;

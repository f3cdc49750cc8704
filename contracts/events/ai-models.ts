/** Events that the ai-models service writes. */
import type { EventCatalogue } from "./index.ts";

export const modelEvents = {} satisfies EventCatalogue;

/** Events that the auth service writes. */
import type { EventCatalogue } from "./index.ts";

export const authEvents = {} satisfies EventCatalogue;

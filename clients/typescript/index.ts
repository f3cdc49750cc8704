/** `@paissive/client`: the API, typed (docs/reference/client.md). */
export { connect, everyItem, type Installation, type Page } from "./connect.ts";
export type { Client } from "./generated/client/index.ts";
export * from "./generated/index.ts";

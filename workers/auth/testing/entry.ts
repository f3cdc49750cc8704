/** The auth service alone, for its tests: its `fetch` answers requests, its methods are called as the bindings of others call them. */
export { Auth as default } from "../index.ts";

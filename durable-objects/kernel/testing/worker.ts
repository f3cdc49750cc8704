/** The Worker in which the kernel's tests run. */
export { Ledger } from "./ledger.ts";

export default { fetch: () => new Response(null, { status: 404 }) };

/** What an export of niche analysis leaves out. */
import type { Tenancy } from "../kit/tenancy.ts";

/** With the salt, the digests of authors could be tried out. */
export const tenancy: Tenancy = { author_salts: { withheld: ["salt"] } };

/** Whose the rows of the database service are. */
import type { Tenancy } from "../kit/tenancy.ts";

/** The record of an erasure stays: the fact and the counts, not the content. */
export const tenancy: Tenancy = { work: { where: "tenant = ?1 AND kind <> 'erasure'", withheld: ["state", "principal"] } };

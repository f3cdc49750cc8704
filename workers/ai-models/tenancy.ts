/** Models and nodes are the installation's: every organisation uses the same. */
import type { Tenancy } from "../kit/tenancy.ts";

export const tenancy: Tenancy = {
  aliases: { where: null },
  models: { where: null },
  nodes: { where: null },
  subject_sequences: { where: null },
  versions: { where: null },
};

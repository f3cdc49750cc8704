/** Models and nodes are the installation's: every organisation uses the same. What it used of them is its own. */
import type { Tenancy } from "../kit/tenancy.ts";

export const tenancy: Tenancy = {
  alias_changes: { where: null },
  aliases: { where: null },
  join_tokens: { where: null },
  model_metrics: { where: null },
  models: { where: null },
  monitor_clock: { where: null, backup: false },
  nodes: { where: null },
  subject_sequences: { where: null },
  versions: { where: null },
};

/** Every kind of long work, by its name. */
import { backingUp } from "../backup/backing-up.ts";
import { restoring } from "../backup/restoring.ts";
import type { WorkKind } from "./kind.ts";
import { erasure } from "./erasure.ts";
import { exporting } from "./export.ts";
import { rebuild } from "./rebuild.ts";
import { verification } from "./verification.ts";
import type { WorkRow } from "./work-store.ts";

export const kinds: Record<WorkRow["kind"], WorkKind> = {
  verification,
  rebuild,
  export: exporting,
  erasure,
  backup: backingUp,
  restore: restoring,
};

/** Every kind of long work, by its name. */
import type { MaintenanceKind } from "../../../contracts/services/database.ts";
import type { WorkKind } from "./kind.ts";
import { erasure } from "./erasure.ts";
import { exporting } from "./export.ts";
import { rebuild } from "./rebuild.ts";
import { verification } from "./verification.ts";

export const kinds: Record<MaintenanceKind, WorkKind> = { verification, rebuild, export: exporting, erasure };

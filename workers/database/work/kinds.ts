/** Every kind of long work, by its name. */
import type { MaintenanceKind } from "../../../contracts/services/database.ts";
import type { WorkKind } from "./kind.ts";
import { rebuild } from "./rebuild.ts";
import { verification } from "./verification.ts";

export const kinds: Record<MaintenanceKind, WorkKind> = { verification, rebuild };

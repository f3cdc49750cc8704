/** REST of the AI Models service. */
import type { AiModelsService } from "../../contracts/services/ai-models.ts";
import { publicApp } from "../kit/app.ts";
import type { AiModelsEnv } from "./env.ts";
import { inferenceRoutes } from "./inference/routes.ts";
import { monitorRoutes } from "./monitor/routes.ts";
import { admissionRoutes } from "./nodes/admission-routes.ts";
import { memberRoutes, nodeRoutes } from "./nodes/routes.ts";
import { aliasRoutes } from "./registry/alias-routes.ts";
import { registryRoutes } from "./registry/routes.ts";

/** Order matters: routes that demand no principal come before those whose app demands one. */
export const routes = publicApp<AiModelsEnv & { SELF: AiModelsService }>();
routes.route("/", inferenceRoutes);
routes.route("/", memberRoutes);
routes.route("/", admissionRoutes);
routes.route("/", nodeRoutes);
// Before the registry: `/api/v1/models/metrics` and `/api/v1/models/aliases` are no models.
routes.route("/", monitorRoutes);
routes.route("/", aliasRoutes);
routes.route("/", registryRoutes);

/** REST of the auth service: `/api/v1/auth`, `/api/v1/api-keys`, `/api/v1/members`, `/api/v1/invitations`, `/api/v1/audit`. */
import { publicApp } from "../kit/app.ts";
import { audit } from "./routes/audit.ts";
import type { RouteEnv } from "./routes/context.ts";
import { deviceApprovals, devices } from "./routes/devices.ts";
import { door } from "./routes/door.ts";
import { factors } from "./routes/factors.ts";
import { keys } from "./routes/keys.ts";
import { guests, people } from "./routes/members.ts";
import { oauth } from "./routes/oauth.ts";
import { organisation } from "./routes/organisation.ts";
import { person } from "./routes/person.ts";

export const routes = publicApp<RouteEnv>();
// The door first: everything after it asks for a principal.
routes.route("/api/v1/auth", door);
routes.route("/api/v1/auth/device", devices);
routes.route("/api/v1/auth", oauth);
routes.route("/api/v1/auth/devices", deviceApprovals);
routes.route("/api/v1/auth", person);
routes.route("/api/v1/auth", organisation);
routes.route("/api/v1/auth", factors);
routes.route("/api/v1/api-keys", keys);
routes.route("/api/v1/members", people);
routes.route("/api/v1/invitations", guests);
routes.route("/api/v1/audit", audit);

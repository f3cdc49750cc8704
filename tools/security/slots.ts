/** The places of an operation's request in which something of an organisation is named. */
import type { Operation } from "./operations.ts";
import type { Thing } from "./things.ts";

export interface Slot {
  in: "path" | "query" | "body";
  /** In a body: where it stands, `niche.id`, `evidenceIds.0`. */
  name: string;
  thing: Thing;
}

/** What `{id}` means, by the beginning of the path. The first that fits counts. */
const idBelow: readonly [path: string, thing: Thing][] = [
  ["/api/v1/niches/", "niche"],
  ["/api/v1/teams/", "team"],
  ["/api/v1/runs/", "run"],
  ["/api/v1/prices/", "price"],
  ["/api/v1/projections/", "projection"],
  ["/api/v1/marketing-plans/", "plan"],
  ["/api/v1/webhooks/", "webhook"],
  ["/api/v1/api-keys/", "apiKey"],
  ["/api/v1/members/", "member"],
  ["/api/v1/invitations/", "invitation"],
  ["/api/v1/auth/sessions/", "session"],
  ["/api/v1/auth/organisations/", "organisation"],
  ["/api/v1/database/verifications/", "verification"],
  // A backup that comes from elsewhere has an id that none has here.
  ["/api/v1/database/backups/{id}/parts/", "export"],
  ["/api/v1/database/backups/{id}/manifest/", "export"],
  ["/api/v1/database/backups/", "backup"],
  ["/api/v1/database/", "export"],
];
const inPath: Readonly<Record<string, Thing>> = {
  actorId: "run",
  effectId: "effect",
  delivery: "delivery",
  sourceId: "source",
  tableId: "table",
  uploadId: "upload",
  overrideId: "override",
  credential: "passkey",
  identity: "identity",
  code: "device",
  token: "joinToken",
};
const inQuery: Readonly<Record<string, Thing>> = { nicheId: "niche", subject: "subject", actor: "user", target: "apiKey" };
const idsInQuery: Readonly<Record<string, Thing>> = { compareNiches: "niche", getComparisonReport: "niche", listEvidence: "evidence" };
const inBody: Readonly<Record<string, readonly [name: string, thing: Thing][]>> = {
  startRun: [
    ["teamId", "team"],
    ["nicheId", "niche"],
  ],
  recommendPrice: [
    ["nicheId", "niche"],
    ["evidenceIds.0", "evidence"],
  ],
  projectRevenue: [
    ["nicheId", "niche"],
    ["priceId", "price"],
    ["evidenceIds.0", "evidence"],
  ],
  createMarketingPlan: [
    ["niche.id", "niche"],
    ["niche.themes.0.quotes.0.evidenceId", "evidence"],
    ["price.id", "price"],
  ],
  overrideThemes: [
    ["themeId", "theme"],
    ["evidenceIds.0", "evidence"],
  ],
  redriveSubject: [["subject", "subject"]],
  eraseOrganisation: [["organisation", "organisation"]],
  transferOwnership: [["userId", "user"]],
  leaveOrganisation: [["organisation", "organisation"]],
  startRestore: [["backup", "export"]],
};

/** What stands below a path, when it is an organisation's own. */
export function thingBelow(path: string): Thing | undefined {
  return idBelow.find(([beginning]) => `${path}/`.startsWith(beginning))?.[1];
}

export function slotsOf({ id, path, parameters }: Operation): Slot[] {
  const below = thingBelow(path);
  const named = parameters.flatMap(({ name, in: place }): Slot[] => {
    const thing = place === "path" ? (inPath[name] ?? (name === "id" ? below : undefined)) : queried(id, name);
    return thing === undefined || place === "header" ? [] : [{ in: place, name, thing }];
  });
  return [...named, ...(inBody[id] ?? []).map(([name, thing]): Slot => ({ in: "body", name, thing }))];
}

function queried(operation: string, name: string): Thing | undefined {
  return name === "ids" ? idsInQuery[operation] : inQuery[name];
}

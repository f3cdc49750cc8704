/** What the signed-in person may do here, and in words why not. The server decides again at every request. */
import { useSuspenseQuery } from "@tanstack/react-query";
import { roles, type Role, type Scope } from "../../../contracts/principal.ts";
import type { Me } from "../../../contracts/services/auth.ts";
import { meQuery } from "./session.ts";

export type Permission = { allowed: true } | { allowed: false; reason: string };

/** The lowest role whose people may do this; `owner`: nobody but an owner. */
export interface Demand {
  scope: Scope;
  role: Exclude<Role, "viewer">;
}

const roleWords: Record<Role, string> = {
  owner: "an owner",
  admin: "an administrator",
  editor: "an editor",
  contributor: "a contributor",
  viewer: "a viewer",
};

/** `what` completes "You are a viewer of Ada's tools. To … you need an administrator": "pause or resume deliveries". */
export function permissionOf({ principal, organisation, secondFactorWanted }: Me, { scope, role }: Demand, what: string): Permission {
  const allowed = principal.scopes.includes(scope) && (role !== "owner" || principal.role === "owner");
  if (allowed) return { allowed };
  if (secondFactorWanted) return { allowed, reason: `${organisation.name} demands a second factor. Set one up to ${what}.` };
  const able = roles.slice(0, roles.indexOf(role) + 1).toReversed();
  const needed = new Intl.ListFormat("en-GB", { type: "disjunction", style: "long" }).format(able.map((one) => roleWords[one]));
  return { allowed, reason: `You are ${roleWords[principal.role]} of ${organisation.name}. Only ${needed} can ${what}.` };
}

export function usePermission(demand: Demand, what: string): Permission {
  const { data: me } = useSuspenseQuery(meQuery);
  return permissionOf(me, demand, what);
}

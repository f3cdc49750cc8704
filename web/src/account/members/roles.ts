/** What roles may do, in words, and which of them somebody may give. */
import { roles, type Role } from "../../../../contracts/principal.ts";
import { mayAssign } from "../../../../contracts/services/members.ts";
import type { Choice } from "../../interface/field.tsx";

export const roleMeanings: readonly { word: Role; meaning: string }[] = [
  { word: "viewer", meaning: "Reads everything of the organisation." },
  { word: "contributor", meaning: "Also imports evidence, analyses niches, and makes prices, projections and marketing." },
  { word: "editor", meaning: "Also starts team runs and approves their steps." },
  { word: "admin", meaning: "Also has to do with members, keys, webhooks and operations." },
  { word: "owner", meaning: "Also exports and erases the organisation, and makes other owners." },
];

/** Roles that somebody with the role `actor` may give, the lowest first. */
export function assignable(actor: Role): Role[] {
  return roles.filter((role) => mayAssign(actor, role)).toReversed();
}

export function roleChoices(actor: Role): Choice[] {
  return assignable(actor).map((role) => ({ value: role, label: role }));
}

export function readRole(text: string): Role {
  return roles.find((role) => role === text) ?? "viewer";
}

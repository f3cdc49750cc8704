/** What an organisation has that a request can name. */
import { idPrefixes, newId } from "../../contracts/ids.ts";

export interface Things {
  organisation: string;
  user: string;
  niche: string;
  evidence: string;
  team: string;
  run: string;
  /** A step of the run. */
  effect: string;
  price: string;
  projection: string;
  plan: string;
  webhook: string;
  delivery: string;
  apiKey: string;
  invitation: string;
  /** A session of the owner. */
  session: string;
  /** An export of everything, finished. */
  export: string;
  verification: string;
  /** The niche, as its events name it. */
  subject: string;
}
export type Thing = keyof Things;

/** Things of the same kinds that nobody ever had. */
export function absentThings(): Things {
  const run = newId("run");
  const [organisation, niche] = [newId("organisation"), newId("niche")];
  return {
    organisation,
    user: newId("user"),
    niche,
    evidence: `evd_${newId("niche").slice(4)}`,
    team: newId("team"),
    run,
    effect: effectOf(run),
    price: newId("price"),
    projection: newId("projection"),
    plan: newId("plan"),
    webhook: newId("webhook"),
    delivery: "999999",
    apiKey: newId("apiKey"),
    invitation: newId("invitation"),
    session: newId("session"),
    export: newId("maintenance"),
    verification: newId("verification"),
    subject: `niche/${organisation}/${niche}`,
  };
}

/** The first step of a run, as its actor names it. */
export function effectOf(run: string): string {
  return `${run}-research-1`;
}

/** Ids of any kind, wherever they stand in a text. */
export const anyId = new RegExp(`\\b(?:${[...new Set(Object.values(idPrefixes))].join("|")}|evd|thm)_[0-9a-z]{10,40}`, "g");

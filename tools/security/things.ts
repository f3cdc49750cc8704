/** What an organisation has that a request can name. */
import { randomBytes, randomUUID } from "node:crypto";
import { idPrefixes, newId } from "../../contracts/ids.ts";

export interface Things {
  organisation: string;
  user: string;
  /** Somebody else in the organisation. */
  member: string;
  niche: string;
  evidence: string;
  /** A theme of the niche. */
  theme: string;
  /** A change of its themes, a source and a market table of the niche. */
  override: string;
  source: string;
  table: string;
  /** A file on its way into the niche, of which nothing has come yet. */
  upload: string;
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
  /** A passkey and an identity of another service, with which the owner can sign in. */
  passkey: string;
  identity: string;
  /** The code of a device that asked to be let in. */
  device: string;
  /** An export of everything, finished. */
  export: string;
  /** A backup of the whole installation, which is no organisation's. */
  backup: string;
  /** A token of the installation with which a node can join. */
  joinToken: string;
  verification: string;
  /** The niche, as its events name it. */
  subject: string;
}
export type Thing = keyof Things;

/** What is numbered within something else, and means nothing without it. */
export const within: Readonly<Partial<Record<Thing, Thing>>> = { delivery: "webhook", source: "niche", override: "niche", upload: "niche" };

/** Things of the same kinds that nobody ever had, each as long as a real one. */
export function absentThings(): Things {
  const run = newId("run");
  const [organisation, niche] = [newId("organisation"), newId("niche")];
  return {
    organisation,
    user: newId("user"),
    member: newId("user"),
    niche,
    evidence: `evd_${randomHex(32)}`,
    theme: `thm_${randomHex(16)}`,
    override: "override-9",
    source: "source-9",
    table: `mtb_${randomHex(32)}`,
    upload: newId("upload"),
    team: newId("team"),
    run,
    effect: effectOf(run),
    price: newId("price"),
    projection: newId("projection"),
    plan: newId("plan"),
    webhook: newId("webhook"),
    delivery: "9",
    apiKey: newId("apiKey"),
    invitation: newId("invitation"),
    session: newId("session"),
    passkey: randomBytes(16).toString("base64url"),
    identity: randomUUID(),
    device: "ZXWV-ZXWV",
    export: newId("maintenance"),
    backup: newId("maintenance"),
    joinToken: newId("joinToken"),
    verification: newId("verification"),
    subject: `niche/${organisation}/${niche}`,
  };
}

function randomHex(digits: number): string {
  return randomBytes(digits / 2).toString("hex");
}

/** The first step of a run, as its actor names it. */
export function effectOf(run: string): string {
  return `${run}-research-1`;
}

/** Ids of any kind, wherever they stand in a text. */
export const anyId = new RegExp(`\\b(?:${[...new Set(Object.values(idPrefixes))].join("|")}|evd|thm|mtb)_[0-9a-z]{10,40}`, "g");

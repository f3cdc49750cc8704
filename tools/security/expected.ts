/** What an answer has to be for the tenancy matrix to prove something: not found about theirs, carried out at home. Exceptions have a reason. */
import { mayCall } from "./callers.ts";
import { isBroken } from "./likeness.ts";
import type { Thing } from "./things.ts";
import type { Probe } from "./trespass.ts";
import type { Heard } from "./wire.ts";

/** Operations that count who asks for what is not there as a guess. */
export const counted: ReadonlySet<string> = new Set([
  "getWaitingDevice",
  "decideDevice",
  "confirmIdentity",
  "changePassword",
  "confirmTotp",
]);

interface Exception {
  status: number;
  why: string;
}

interface Note extends Exception {
  /** The things that it is about; with any other of theirs in the request it is not found as ever. */
  of: readonly Thing[];
}

const filter = { status: 200, why: "a filter of the own list finds nothing" };
const note = { status: 201, why: "what a sum is said to rest on is kept as it was written; nothing is looked up" };

/** By operation: what is answered about theirs, as about what nobody has. */
export const notHidden: Readonly<Record<string, Note>> = {
  listAuditEntries: { ...filter, of: ["user", "apiKey"] },
  listEvents: { ...filter, of: ["subject"] },
  listEvidence: { ...filter, of: ["evidence"] },
  listPrices: { ...filter, of: ["niche"] },
  listProjections: { ...filter, of: ["niche"] },
  listRuns: { ...filter, of: ["niche"] },
  recommendPrice: { ...note, of: ["niche", "evidence"] },
  projectRevenue: { ...note, of: ["niche", "price", "evidence"] },
  createMarketingPlan: { ...note, of: ["niche", "price", "evidence"] },
  leaveOrganisation: {
    status: 409,
    of: ["organisation"],
    why: "it names the organisation of the session, so that none is left by mistake",
  },
  eraseOrganisation: {
    status: 400,
    of: ["organisation"],
    why: "it names the organisation of the session, so that none is erased by mistake",
  },
};

/** By operation: what the owner is answered at home. */
export const notCarriedOut: Readonly<Record<string, Exception>> = {
  requestEmailVerification: { status: 503, why: "the installation of the proof sends no e-mail" },
  acceptInvitation: { status: 404, why: "its token comes by e-mail" },
  leaveOrganisation: { status: 409, why: "the last owner cannot leave" },
  transferOwnership: { status: 409, why: "it would take from the owner what the rest is tried with: it is given to themselves" },
  changePassword: { status: 400, why: "the password stays as it is: a wrong one is given" },
  confirmIdentity: { status: 400, why: "the right password gives the session another token: a wrong one is given" },
  confirmTotp: { status: 400, why: "it takes a code of an authenticator app" },
  removeTotp: { status: 404, why: "no authenticator app was confirmed" },
  addPasskey: { status: 409, why: "it answers a question of a moment ago; the passkey that there is was added so" },
  redriveSubject: { status: 404, why: "none of its events has failed for good" },
  decideApproval: { status: 409, why: "the run of the proof ends before it asks for an approval" },
};

/** What is wrong with an answer by itself; undefined when nothing is. */
export function unexpected({ operation, caller, twin, expected, how, things = [] }: Probe, { status, text }: Heard): string | undefined {
  const { id } = operation;
  const got = `It was answered ${status}: ${text.slice(0, 160)}`;
  if (expected === "carried out") {
    const right = notCarriedOut[id]?.status;
    return status === right || (right === undefined && status < 300) ? undefined : `The owner should get ${right ?? "it"}. ${got}`;
  }
  if (isBroken({ status, text }, id) || status === 429) return `It proves nothing. ${got}`;
  if (expected === "refused") return status >= 400 ? undefined : `It should be refused. ${got}`;
  if (!twin) return undefined;
  const exception = notHidden[id];
  const right = !mayCall(caller, operation)
    ? 403
    : exception && things.every((thing) => exception.of.includes(thing))
      ? exception.status
      : 404;
  const isRight = how === byTool ? (right === 404 ? text.includes(`not_found`) : right < 300) : status === right;
  if (!isRight) return `It should be answered ${right}. ${got}`;
  return right === 200 && !/"items\\?":\[\]/.test(text) ? `The list should be empty. ${got}` : undefined;
}

/** How a probe is sent that is a tool call. */
export const byTool = "by a tool of /mcp";

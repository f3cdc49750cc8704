/**
 * The tenancy matrix: every operation, as every role of one organisation, with the things of another in every place of the request where
 * something can be named. The answer must be the one that is given about a thing that nobody has, byte for byte; nothing of the other
 * organisation may stand in it; and afterwards that organisation must have what it had.
 */
import { Cursors } from "../../workers/gateway/cursors.ts";
import type { Caller } from "./callers.ts";
import { withCredential } from "./callers.ts";
import { inParallel, type Finding, type Outcome } from "./findings.ts";
import type { House } from "./house.ts";
import { comparable, difference, isBroken, told } from "./likeness.ts";
import { looked, settled } from "./look.ts";
import type { Operation } from "./operations.ts";
import { phasesOf, type Probe } from "./trespass.ts";
import type { Wire } from "./wire.ts";

export interface TenancyMatrix {
  wire: Wire;
  /** With which the door signs cursors. */
  inwardKey: string;
  operations: readonly Operation[];
  /** Whose things are asked for. */
  other: House;
  /** What those have who ask. */
  own: House;
  /** Who ask: the owner first. */
  callers: readonly Caller[];
}

export async function proveTenancy({ wire, inwardKey, operations, other, own, callers }: TenancyMatrix): Promise<Outcome> {
  const findings: Finding[] = [];
  const before = await settled(wire, operations, other);
  const phases = await phasesOf(operations, callers, { other, own }, new Cursors(inwardKey));
  const judge = async ({ operation, caller, how, sent, twin, never }: Probe) => {
    const where = `${operation.method} ${operation.path} as ${caller.name}, ${how}`;
    const heard = await wire.send(withCredential(sent, caller));
    const shown = told(heard, sent, other);
    if (shown !== undefined) findings.push({ where, what: `The answer (${heard.status}) says ${shown}.` });
    if (isBroken(heard)) findings.push({ where, what: `It was answered ${heard.status}: ${heard.text.slice(0, 200)}` });
    if (never && heard.text.includes(`"code":"${never}"`))
      findings.push({ where, what: `Their key is known here: ${heard.text.slice(0, 200)}` });
    if (!twin) return;
    const about = await wire.send(withCredential(twin.sent, caller));
    const [theirs, nobodys] = [comparable(heard, twin.theirs), comparable(about, twin.nobodys)];
    if (theirs !== nobodys) findings.push({ where, what: `It differs from the answer about nothing: ${difference(theirs, nobodys)}` });
  };
  for (const phase of phases) await inParallel(phase, judge);
  const after = await looked(wire, operations, other);
  for (const [path, text] of before) {
    const now = after.get(path) ?? "";
    if (now !== text) findings.push({ where: `${path} of the other organisation`, what: `It changed: ${difference(text, now)}` });
  }
  return { part: "tenancy", counts: "leaks", probes: phases.flat().length + before.size, findings };
}

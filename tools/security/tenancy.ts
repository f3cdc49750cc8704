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
import { counted, notCarriedOut, unexpected } from "./expected.ts";
import { comparable, difference, told } from "./likeness.ts";
import { looked, settled } from "./look.ts";
import type { Operation } from "./operations.ts";
import { patiently } from "./order.ts";
import { phasesOf, type Probe } from "./trespass.ts";
import type { Sent, Wire } from "./wire.ts";

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
  /** Forgets all wrong guesses: who asks for what nobody has looks like one who guesses. */
  forgive: () => Promise<void>;
}

export async function proveTenancy({ wire, inwardKey, operations, other, own, callers, forgive }: TenancyMatrix): Promise<Outcome> {
  const findings: Finding[] = [];
  const before = await settled(wire, operations, other);
  const phases = await phasesOf(operations, callers, { other, own }, new Cursors(inwardKey));
  const judge = async (probe: Probe) => {
    const { operation, caller, how, sent, twin, never, expected } = probe;
    const where = `${operation.method} ${operation.path} (${operation.id}) as ${caller.name}, ${how}`;
    const send = async (one: Sent) => {
      if (counted.has(operation.id)) await forgive();
      return wire.send(withCredential(one, caller));
    };
    const heard = await (expected === "carried out" && !(operation.id in notCarriedOut) ? patiently(() => send(sent)) : send(sent));
    const shown = told(heard, sent, other);
    if (shown !== undefined) findings.push({ where, what: `The answer (${heard.status}) says ${shown}.` });
    if (never && heard.text.includes(`"code":"${never}"`))
      findings.push({ where, what: `Their key is known here: ${heard.text.slice(0, 200)}` });
    const wrong = unexpected(probe, heard);
    if (wrong !== undefined) findings.push({ where, what: wrong });
    if (!twin) return;
    const about = await send(twin.sent);
    const [theirs, nobodys] = [comparable(heard, twin.theirs), comparable(about, twin.nobodys)];
    if (theirs !== nobodys) findings.push({ where, what: `It differs from the answer about nothing: ${difference(theirs, nobodys)}` });
  };
  for (const { probes, lanes } of phases) await inParallel(probes, judge, lanes);
  const after = await looked(wire, operations, other);
  for (const [path, text] of before) {
    const now = after.get(path) ?? "";
    if (now !== text) findings.push({ where: `${path} of the other organisation`, what: `It changed: ${difference(text, now)}` });
  }
  return { part: "tenancy", counts: "leaks", probes: phases.reduce((sum, one) => sum + one.probes.length, 0) + before.size, findings };
}

/** The attacks: each a request with the only answers that are right. They are the classic ones on headers, cookies, keys, origins, paths and bodies. */
import { foreignPages } from "./attacks/origins.ts";
import type { Ground } from "./attacks/attack.ts";
import { hostileAgents } from "./attacks/agents.ts";
import { addresses, hostileInput } from "./attacks/bodies.ts";
import { forgedHeaders } from "./attacks/forged.ts";
import { guessing } from "./attacks/guesses.ts";
import { inventedKeys } from "./attacks/keys.ts";
import { bentPaths } from "./attacks/paths.ts";
import { alteredSessions } from "./attacks/sessions.ts";
import { inParallel, type Finding, type Outcome } from "./findings.ts";

const kinds = [hostileAgents, forgedHeaders, alteredSessions, inventedKeys, foreignPages, bentPaths, addresses];
/** In a short run one in so many of the inputs that every operation is tried with. */
const sparse = 4;

export async function proveAttacks(ground: Ground, thorough: boolean): Promise<Outcome> {
  const findings: Finding[] = [];
  const inputs = hostileInput(ground).filter((_, index) => thorough || index % sparse === 0);
  const attacks = [...kinds.flatMap((kind) => kind(ground)), ...inputs];
  await inParallel(attacks, async ({ name, sent, fault }) => {
    const what = fault(await ground.stage.wire.send(sent));
    if (what !== undefined) findings.push({ where: name, what });
  });
  const guesses = await guessing(ground);
  return {
    part: "attacks",
    counts: "attacks let through",
    probes: attacks.length + guesses.probes,
    findings: [...findings, ...guesses.findings],
  };
}

/** The table of ASVS 5.0, levels 1 and 2: V3, V4, V6 to V9, requirement by requirement. */
import type { Finding, Outcome } from "../findings.ts";
import { authentication } from "./authentication.ts";
import { api, browser } from "./browser.ts";
import { testThere } from "./evidence.ts";
import type { Grounds, Requirement } from "./requirement.ts";
import { authorization, sessions } from "./sessions.ts";
import { tokens } from "./tokens.ts";

export const requirements: readonly Requirement[] = [...browser, ...api, ...authentication, ...sessions, ...authorization, ...tokens];

export interface Row {
  id: string;
  level: 1 | 2;
  says: string;
  state: "met" | "broken" | "not met" | "not applicable";
  /** What was looked at, or the reason. */
  because: string;
}

/** Looks at every requirement, one after the other: checks sign in and guess, which others would notice. */
export async function asvsTable(grounds: Grounds): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { verdict, ...rest } of requirements) rows.push({ ...rest, ...(await judged(verdict, grounds)) });
  return rows;
}

async function judged(verdict: Requirement["verdict"], grounds: Grounds): Promise<Pick<Row, "state" | "because">> {
  if ("notApplicable" in verdict) return { state: "not applicable", because: verdict.notApplicable };
  if ("notMet" in verdict) return { state: "not met", because: verdict.notMet };
  if ("by" in verdict) {
    const gone = testThere(verdict.provedIn, verdict.by);
    return gone === undefined ? { state: "met", because: `${verdict.provedIn}: "${verdict.by}"` } : { state: "broken", because: gone };
  }
  const fault = await verdict.check(grounds);
  return fault === undefined ? { state: "met", because: "looked at now" } : { state: "broken", because: fault };
}

/** The table as text, and what is broken as findings. What is known not to be met is in the table, and no finding. */
export function reported(rows: readonly Row[]): { text: string; outcome: Outcome } {
  const lines = rows.map(({ id, level, says, state, because }) => `${id.padEnd(7)} L${level}  ${state.padEnd(14)}  ${says} (${because})`);
  const count = (state: Row["state"]) => rows.filter((row) => row.state === state).length;
  const totals = `met ${count("met")}, broken ${count("broken")}, not met ${count("not met")}, not applicable ${count("not applicable")} of ${rows.length}`;
  const findings = rows
    .filter(({ state }) => state === "broken")
    .map(({ id, says, because }): Finding => ({ where: `ASVS ${id}, ${says}`, what: because }));
  return { text: [...lines, totals].join("\n"), outcome: { part: "asvs", counts: "requirements broken", probes: rows.length, findings } };
}

/** The table of ASVS 5.0, levels 1 and 2: V3, V4, V6 to V9, requirement by requirement. */
import { summary, type Finding, type Outcome } from "../findings.ts";
import { authentication } from "./authentication.ts";
import { api, browser } from "./browser.ts";
import { testsPassed, testsThere, type Judgement } from "./cited.ts";
import { wordsMissing } from "./evidence.ts";
import type { Grounds, Proof, Requirement } from "./requirement.ts";
import { authorization, sessions } from "./sessions.ts";
import { tokens } from "./tokens.ts";

export const requirements: readonly Requirement[] = [...browser, ...api, ...authentication, ...sessions, ...authorization, ...tokens];

const states = ["met", "by design", "broken", "not met", "not applicable"] as const;

export interface Row {
  id: string;
  level: 1 | 2;
  says: string;
  state: (typeof states)[number];
  /** What was looked at, or the reason. */
  because: string;
}

/**
 * Looks at every requirement, one after the other: checks sign in and guess, which others would notice. `runTests`: cited tests are run; else they
 * have to be there, which is enough where `npm test` runs them all.
 */
export async function asvsTable(grounds: Grounds, runTests: boolean): Promise<Row[]> {
  const tests = requirements.flatMap(({ verdict }) => ("tests" in verdict ? (verdict.tests ?? []) : []));
  const judgement = await (runTests ? testsPassed : testsThere)(tests);
  const rows: Row[] = [];
  for (const { verdict, ...rest } of requirements) rows.push({ ...rest, ...(await judged(verdict, grounds, judgement, runTests)) });
  return rows;
}

type Judged = Pick<Row, "state" | "because">;

async function judged(verdict: Requirement["verdict"], grounds: Grounds, judgement: Judgement, ran: boolean): Promise<Judged> {
  if ("notApplicable" in verdict) return { state: "not applicable", because: verdict.notApplicable };
  if ("notMet" in verdict) return { state: "not met", because: verdict.notMet };
  if ("byDesign" in verdict) return { state: "by design", because: verdict.byDesign };
  if ("documented" in verdict) {
    const fault = wordsMissing(verdict.documented);
    return fault === undefined ? { state: "met", because: verdict.documented.page } : { state: "broken", because: fault };
  }
  return proved(verdict, grounds, judgement, ran);
}

async function proved({ check, tests = [], parts = [] }: Proof, grounds: Grounds, judgement: Judgement, ran: boolean): Promise<Judged> {
  const because: string[] = [];
  const faults: string[] = [];
  const fault = await check?.(grounds);
  if (fault !== undefined) faults.push(fault);
  if (check) because.push("tried now");
  for (const test of tests) {
    const wrong = judgement(test);
    if (wrong !== undefined) faults.push(wrong);
    because.push(`${test.file}: "${test.words}"${ran ? " passes" : ""}`);
  }
  for (const part of parts) {
    const outcome = await grounds.outcomeOf(part);
    const [finding] = outcome.findings;
    if (finding || outcome.probes === 0)
      faults.push(`${part}: ${summary(outcome)}${finding ? `, first ${finding.where}: ${finding.what}` : ""}`);
    because.push(`${part}: ${summary(outcome)}`);
  }
  if (because.length === 0) faults.push("nothing proves it");
  return faults.length === 0 ? { state: "met", because: because.join("; ") } : { state: "broken", because: faults.join("; ") };
}

/** The table as text, and what is broken as findings. What is known not to be met is in the table, and no finding. */
export function reported(rows: readonly Row[]): { text: string; outcome: Outcome } {
  const lines = rows.map(({ id, level, says, state, because }) => `${id.padEnd(7)} L${level}  ${state.padEnd(14)}  ${says} (${because})`);
  const totals = states.map((state) => `${state} ${rows.filter((row) => row.state === state).length}`).join(", ");
  const findings = rows
    .filter(({ state }) => state === "broken")
    .map(({ id, says, because }): Finding => ({ where: `ASVS ${id}, ${says}`, what: because }));
  const outcome: Outcome = { part: "asvs", counts: "requirements broken", probes: rows.length, findings, details: rows };
  return { text: [...lines, `${totals} of ${rows.length}`].join("\n"), outcome };
}

/**
 * Whether a refused sign-in tells that an address has an account: by its answer, or by the time that it takes. Times are compared by the area
 * under the ROC curve (Hanley and McNeil, 1982): the chance that a random known address takes longer than a random unknown one. 0.5 tells nothing.
 */
import type { Finding, Outcome } from "./findings.ts";
import { comparable, difference } from "./likeness.ts";
import { forgive, postJson } from "./people.ts";
import type { Stage } from "./stage.ts";

/** An attacker who is right in 55 of 100 cases has learned next to nothing. */
const bar = 0.55;

export interface Enumeration {
  stage: Stage;
  /** Addresses that have an account, as many as samples. */
  known: readonly string[];
  /** Sign-ins of each kind. */
  samples: number;
  /** False: only the answers are compared, not the times. */
  timed: boolean;
  say: (message: string) => void;
}

export async function proveEnumeration({ stage, known, samples, timed, say }: Enumeration): Promise<Outcome> {
  const findings: Finding[] = [];
  const times: Record<"known" | "unknown", number[]> = { known: [], unknown: [] };
  const answers = new Set<string>();
  const attempt = async (kind: "known" | "unknown", number: number) => {
    const email = kind === "known" ? (known[number] ?? "") : `somebody${number}@other.example`;
    await forgive(stage);
    const begun = performance.now();
    const heard = await postJson(stage.wire, "/api/v1/auth/sign-in", { email, password: "not the right password" });
    times[kind].push(performance.now() - begun);
    answers.add(comparable(heard, []));
  };
  // One of each to warm up, which is not counted.
  await attempt("known", 0);
  await attempt("unknown", 0);
  times.known.length = 0;
  times.unknown.length = 0;
  for (let number = 0; number < samples; number++) {
    // The order changes from pair to pair, so that what one leaves behind falls on both alike.
    const kinds = number % 4 === 0 || number % 4 === 3 ? (["known", "unknown"] as const) : (["unknown", "known"] as const);
    for (const kind of kinds) await attempt(kind, number);
  }
  const [first = "", second] = answers;
  if (second !== undefined)
    findings.push({ where: "wrong passwords", what: `Known and unknown addresses differ: ${difference(first, second)}` });
  if (timed) {
    const auc = areaUnderCurve(times.known, times.unknown);
    say(
      `enumeration: AUC ${auc.toFixed(3)} of ${samples} known against ${samples} unknown, medians ${median(times.known)} and ${median(times.unknown)} ms`,
    );
    if (Math.max(auc, 1 - auc) > bar)
      findings.push({ where: "the time of wrong passwords", what: `AUC ${auc.toFixed(3)}, the bar is ${bar}.` });
  }
  return { part: "enumeration", counts: "tells", probes: 2 * samples, findings };
}

/** The chance that a random one of `a` is larger than a random one of `b`, ties counting half (Mann and Whitney, 1947). */
export function areaUnderCurve(a: readonly number[], b: readonly number[]): number {
  let wins = 0;
  for (const x of a) for (const y of b) wins += x > y ? 1 : x === y ? 0.5 : 0;
  return wins / (a.length * b.length);
}

function median(values: readonly number[]): string {
  return (values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0).toFixed(1);
}

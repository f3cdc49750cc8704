/**
 * Whether an answer tells that an address has an account: by what it says, or by the time that it takes. Times are compared by the area
 * under the ROC curve (Hanley and McNeil, 1982): the chance that a random known address takes longer than a random unknown one. 0.5 tells nothing.
 */
import type { Figure, Finding, Outcome } from "./findings.ts";
import { comparable, difference } from "./likeness.ts";
import { forgive, password, postJson } from "./people.ts";
import type { Stage } from "./stage.ts";

/** An attacker who is right in 55 of 100 cases has learned next to nothing. */
const bar = [0.45, 0.55] as const;

/** A way to ask with an address, without a credential. */
export interface Question {
  what: string;
  path: string;
  body: (email: string) => object;
}

export const wrongPassword: Question = {
  what: "wrong passwords",
  path: "/api/v1/auth/sign-in",
  body: (email) => ({ email, password: "not the right password" }),
};
export const inventedInvitation: Question = {
  what: "signing up with an invented invitation",
  path: "/api/v1/auth/sign-up",
  body: (email) => ({ email, password, name: "Somebody", invitation: "made-up-by-a-stranger" }),
};
/** Where e-mail is sent. */
export const forgottenPassword: Question = {
  what: "a forgotten password",
  path: "/api/v1/auth/password/forgot",
  body: (email) => ({ email }),
};

export interface Enumeration {
  stage: Stage;
  question: Question;
  /** Addresses that have an account: of each, and of as many that have none, it is asked once. */
  known: readonly string[];
  /** False: only the answers are compared, not the times. */
  timed: boolean;
  say: (message: string) => void;
}

export type Told = Pick<Outcome, "probes" | "findings"> & { figures: Figure[] };

/** What the answers to one question tell. */
export async function proveEnumeration({ stage, question, known, timed, say }: Enumeration): Promise<Told> {
  const { what, path, body } = question;
  const findings: Finding[] = [];
  const times: Record<"known" | "unknown", number[]> = { known: [], unknown: [] };
  const answers = new Set<string>();
  const attempt = async (kind: "known" | "unknown", number: number) => {
    const email = kind === "known" ? (known[number] ?? "") : `somebody${number}@other.example`;
    await forgive(stage);
    const begun = performance.now();
    const heard = await postJson(stage.wire, path, body(email));
    times[kind].push(performance.now() - begun);
    answers.add(comparable(heard, []));
  };
  // One of each to warm up, which is not counted.
  await attempt("known", 0);
  await attempt("unknown", 0);
  times.known.length = 0;
  times.unknown.length = 0;
  for (let number = 0; number < known.length; number++) {
    // The order changes from pair to pair, so that what one leaves behind falls on both alike.
    const kinds = number % 4 === 0 || number % 4 === 3 ? (["known", "unknown"] as const) : (["unknown", "known"] as const);
    for (const kind of kinds) await attempt(kind, number);
  }
  const [first = "", second] = answers;
  if (second !== undefined) findings.push({ where: what, what: `Known and unknown addresses differ: ${difference(first, second)}` });
  const probes = 2 * known.length;
  if (!timed) return { probes, findings, figures: [] };
  const auc = areaUnderCurve(times.known, times.unknown);
  const [low, high] = bar;
  say(
    `enumeration: ${what}: AUC ${auc.toFixed(3)} of ${known.length} known against as many unknown, medians ${median(times.known)} and ${median(times.unknown)} ms`,
  );
  if (auc < low || auc > high)
    findings.push({ where: `the time of ${what}`, what: `AUC ${auc.toFixed(3)}, the bars are ${low} and ${high}.` });
  return { probes, findings, figures: [{ what: `${what}: AUC of ${known.length} known against as many unknown`, value: auc, bar }] };
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

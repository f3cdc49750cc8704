/** One requirement of OWASP ASVS 5.0 at level 1 or 2, in our words, and how we stand to it. */
import type { Outcome } from "../findings.ts";
import type { Stage } from "../stage.ts";
import type { Person } from "../people.ts";
import type { CitedTest } from "./cited.ts";

export interface Grounds {
  stage: Stage;
  owner: Person;
  /** Of the same organisation. */
  viewer: Person;
  /** What another part of the proof comes to; it is proved now, if it was not before. */
  outcomeOf: (part: ProvingPart) => Promise<Outcome>;
}

/** Parts of the proof that requirements rest on, in the order in which they are proved. */
export const provingParts = ["tenancy", "roles", "attacks"] as const;
export type ProvingPart = (typeof provingParts)[number];

/** What is wrong; undefined when the requirement holds. */
export type Check = (grounds: Grounds) => Promise<string | undefined> | string | undefined;

/** All of it has to hold. */
export interface Proof {
  /** Looked at now, in the running system, or in what it is built from. */
  check?: Check;
  tests?: readonly CitedTest[];
  parts?: readonly ProvingPart[];
}

export type Verdict =
  | Proof
  /** For what ASVS wants documented: the page, and words that have to stand there. */
  | { documented: { page: string; words: readonly string[] } }
  /** Nothing to try: how the thing is made leaves no room for breaking the requirement. */
  | { byDesign: string }
  | { notApplicable: string }
  | { notMet: string };

export interface Requirement {
  /** `6.2.1` */
  id: string;
  level: 1 | 2;
  says: string;
  verdict: Verdict;
}

export const requirement = (id: string, level: 1 | 2, says: string, verdict: Verdict): Requirement => ({ id, level, says, verdict });

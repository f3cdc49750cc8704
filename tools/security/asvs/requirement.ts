/** One requirement of OWASP ASVS 5.0 at level 1 or 2, in our words, and how we stand to it. */
import type { Stage } from "../stage.ts";
import type { Person } from "../people.ts";

export interface Grounds {
  stage: Stage;
  owner: Person;
  /** Of the same organisation. */
  viewer: Person;
}

/** What is wrong; undefined when the requirement holds. */
export type Check = (grounds: Grounds) => Promise<string | undefined> | string | undefined;

export type Verdict =
  /** Looked at now, in the running system or in what is committed. */
  | { check: Check }
  /** By a test of `npm test`: its file, and the words of its name, which must be there. */
  | { provedIn: string; by: string }
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

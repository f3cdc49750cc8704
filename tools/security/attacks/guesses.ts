/** Guessing: whether an address has an account must not be told, and guesses must become slow. */
import { difference, comparable } from "../likeness.ts";
import type { Finding } from "../findings.ts";
import { asJson, type Ground } from "./attack.ts";

/** Wrong guesses until one waits (docs/reference/authentication.md). */
const freeGuesses = 5;

/** Returns how many requests were judged, and what was found. */
export async function guessing({ stage: { wire }, viewer }: Ground): Promise<{ probes: number; findings: Finding[] }> {
  const guess = (email: string) => {
    const body = JSON.stringify({ email, password: "not the right password" });
    return wire.send({ method: "POST", path: "/api/v1/auth/sign-in", headers: { ...asJson, origin: wire.origin }, body });
  };
  const findings: Finding[] = [];
  for (let turn = 1; turn <= freeGuesses + 1; turn++) {
    const [known, unknown] = [await guess(viewer.email), await guess("nobody@nowhere.example")];
    const [a, b] = [known, unknown].map((heard) => comparable(heard, []).replaceAll(/\d+ seconds?|retry-after: \d+/g, ""));
    if (a !== b) findings.push({ where: `guess ${turn}`, what: `Known and unknown addresses differ: ${difference(a ?? "", b ?? "")}` });
    const right = turn > freeGuesses ? 429 : 401;
    if (known.status !== right) findings.push({ where: `guess ${turn}`, what: `Expected ${right}, got ${known.status}.` });
    if (right === 429 && known.headers["retry-after"] === undefined)
      findings.push({ where: `guess ${turn}`, what: "It does not say how long to wait." });
  }
  return { probes: 2 * (freeGuesses + 1), findings };
}

/** The way back from another service: what it brought stands behind `#`, is sent to nobody, and leaves the address as soon as the page has read it. */
import { useEffect, useState } from "react";
import { secondStepSchema, type SecondStepWanted } from "../../../contracts/services/factors.ts";

export interface ComingBack {
  /** A second factor is wanted. */
  secondStep?: Pick<SecondStepWanted, "challenge" | "methods">;
  /** Why nobody was signed in, a sentence of ours. */
  failed?: string;
}

const reasons = new Map([
  ["conflict", "There is an account with your address already. Sign in with its password and confirm the address first."],
  ["forbidden", "The other service has not verified your address. Verify it there first."],
]);
const otherwise = "The other service did not say who you are, or it took too long. Try again.";

/** What `hash` (`#failed=conflict`, `#challenge=…&methods=code,passkey`) says. Anybody can write it into a link: nothing of it is shown. */
export function comingBack(hash: string): ComingBack {
  const given = new URLSearchParams(hash.slice(1));
  const failed = given.get("failed");
  if (failed !== null) return { failed: reasons.get(failed) ?? otherwise };
  const secondStep = secondStepSchema
    .pick({ challenge: true, methods: true })
    .safeParse({ challenge: given.get("challenge"), methods: given.get("methods")?.split(",") });
  return secondStep.success ? { secondStep: secondStep.data } : {};
}

export function useComingBack(): ComingBack & { forget: () => void } {
  const [brought, setBrought] = useState(() => comingBack(window.location.hash));
  useEffect(() => {
    if (window.location.hash !== "") window.history.replaceState(window.history.state, "", window.location.pathname);
  }, []);
  return { ...brought, forget: () => setBrought({}) };
}

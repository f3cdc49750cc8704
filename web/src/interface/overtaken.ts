/** A change that was refused because somebody else was faster: what they have changed, so that it can be sent again with open eyes. */
import { useState } from "react";
import { ApiProblem } from "../api/problem.ts";

/** A thing in words, by what they are about. */
export type Words = Readonly<Record<string, string>>;

export interface Difference {
  what: string;
  before: string;
  now: string;
}

/** What is said of `now` in other words than of `before`. */
export function differences(before: Words, now: Words): Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  return names
    .map((what) => ({ what, before: before[what] ?? "not there", now: now[what] ?? "not there" }))
    .filter((one) => one.before !== one.now);
}

export interface Seen<T> {
  /** The thing as it was last shown: its version goes with the change. */
  seen: T;
  /** As it was shown before that; undefined as long as nobody was faster. */
  before: T | undefined;
  /** For `onError` of the change. */
  onError: (error: Error) => Promise<void>;
  /** Shows what a change has answered. */
  take: (thing: T) => void;
}

/** `reread` gives the thing as it is now, undefined when it is not there any more. A thing that is read again by itself meanwhile stays as it was shown. */
export function useSeen<T>(shown: T, reread: () => Promise<T | undefined>): Seen<T> {
  const [{ seen, before }, set] = useState<{ seen: T; before: T | undefined }>({ seen: shown, before: undefined });
  const onError = async (error: Error) => {
    if (!(error instanceof ApiProblem) || error.code !== "precondition_failed") return;
    const now = await reread();
    if (now !== undefined) set({ seen: now, before: seen });
  };
  return { seen, before, onError, take: (thing) => set({ seen: thing, before: undefined }) };
}

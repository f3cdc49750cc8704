/** Small labels for states. The word carries the meaning, the colour repeats it. */
import type { ReactNode } from "react";
import type { Work } from "../../../contracts/work.ts";

const tones = {
  plain: "bg-raised text-muted",
  accent: "bg-accent-soft text-accent",
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
} as const;
export type Tone = keyof typeof tones;

export function Badge({ tone = "plain", children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`inline-block rounded-full px-2.5 py-0.5 text-xs font-medium whitespace-nowrap ${tones[tone]}`}>{children}</span>;
}

const workTones: Record<Work["status"], Tone> = {
  queued: "plain",
  running: "accent",
  waiting: "warn",
  succeeded: "good",
  failed: "bad",
  cancelled: "plain",
};

/** `words`: other words for a state where the plain one would mislead. */
export function WorkBadge({ status, words = {} }: { status: Work["status"]; words?: Partial<Record<Work["status"], string>> }) {
  return <Badge tone={workTones[status]}>{words[status] ?? status}</Badge>;
}

/** What somebody wrote into the form of a new source, as the API takes it. */
import type { SourceKind } from "../../../../contracts/services/niche-analysis.ts";

export interface SourceDraft {
  kind: SourceKind;
  query?: string;
  site?: string;
  url?: string;
  token?: string;
  since?: string;
  intervalMinutes: number;
}

export type FieldName = "query" | "site" | "url" | "token" | "since";

/** The fields that each kind has, in the order of the form. */
export const fieldsOf: Record<SourceKind, readonly FieldName[]> = {
  "hacker-news": ["query", "since"],
  "stack-exchange": ["site", "query", "since", "token"],
  "github-issues": ["query", "since", "token"],
  feed: ["url"],
};

/** `text`: what stands in a field. Fields that are empty or belong to another kind are left out. */
export function draftOf(kind: SourceKind, text: (name: string) => string): SourceDraft {
  const filled = fieldsOf[kind].map((name) => [name, text(name).trim()] as const).filter(([, value]) => value !== "");
  return { kind, ...Object.fromEntries(filled), intervalMinutes: Number(text("intervalMinutes")) };
}

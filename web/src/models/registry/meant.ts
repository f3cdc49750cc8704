/** What an alias means, in words, and what changes for those who use it. */
import type { AliasChange, AliasView } from "../../../../contracts/services/model-registry.ts";
import { figure } from "../../interface/formats.ts";
import { shortVersion } from "../version-name.ts";

export type Meant = AliasView["model"];

/** "minilm 1.1.0 (b0339da695db)", or "minilm@b0339da695db" for one without a release. */
export function meantWords({ name, version, release }: Meant): string {
  return release === null ? `${name}@${shortVersion(version)}` : `${name} ${release} (${shortVersion(version)})`;
}

/** A share in per cent as the canary holds it. */
export function percentWords(percent: number): string {
  return `${figure(percent)} %`;
}

export const changeWords: Record<AliasChange, string> = {
  "first-version": "its first version",
  "version-gone": "no node served the version before any more",
  "moved-by-hand": "moved by hand",
  "canary-set": "canary set",
  "canary-ended": "canary ended",
  promoted: "canary promoted",
  "rolled-back": "rolled back",
};

/**
 * What those who embed with the alias must know before it means another version; undefined where nothing is kept that could be mixed up.
 * `share`: per cent of organisations for which it changes.
 */
export function reembedding(
  task: string | undefined,
  before: Meant | undefined,
  after: Meant | undefined,
  share: number,
): string | undefined {
  if (task !== "embedding" || before === undefined || after === undefined) return undefined;
  if (before.name === after.name && before.version === after.version) return undefined;
  const whose = share >= 100 ? "every organisation" : `${percentWords(share)} of organisations`;
  return `Vectors of the two cannot be compared. For ${whose}, a niche embeds all of its texts again at its next analysis, and programs that keep vectors must embed theirs again: the event alias.reembedding-announced tells them.`;
}

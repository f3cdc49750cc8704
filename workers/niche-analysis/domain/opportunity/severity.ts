/** How bad a problem is, from how many complain of it and how strongly. */
import type { Severity } from "../../../../contracts/services/niche-themes.ts";

/** What each severity is worth as a score. */
export const severityScores: Record<Severity, number> = { high: 1, medium: 0.6, low: 0.3 };

/**
 * Cut-offs of the burden: the share of texts that complain × the mean score of those that do. With a typical intensity of 0.8, high begins where
 * 56 % complain and medium where 31 % do.
 */
export const severityCuts = { high: 0.45, medium: 0.25 } as const;

/** `share` of texts that complain and the mean complaint score of these, both 0 to 1. */
export function severityOf(share: number, intensity: number): Severity {
  const burden = share * intensity;
  return burden >= severityCuts.high ? "high" : burden >= severityCuts.medium ? "medium" : "low";
}

/** Mean score of the severities, each counted `weights[i]` times (default: once). 0 without any problem. */
export function problemSeverity(severities: readonly Severity[], weights: readonly number[] = []): number {
  const weightOf = (i: number) => weights[i] ?? 1;
  const total = severities.reduce((sum, _, i) => sum + weightOf(i), 0);
  return total === 0 ? 0 : severities.reduce((sum, severity, i) => sum + severityScores[severity] * weightOf(i), 0) / total;
}

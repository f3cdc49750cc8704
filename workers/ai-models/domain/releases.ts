/** Semantic versions of models (semver.org 2.0.0), as npm reads ranges of them: of `0.x` every minor, and of `0.0.x` every patch, may break. */
import maxSatisfying from "semver/ranges/max-satisfying.js";
import satisfies from "semver/functions/satisfies.js";
import validRange from "semver/ranges/valid.js";

/** What `^1.2.0`, `~0.3`, `2` or `1.2.0` means of these; undefined when it is no range or nothing is in it. */
export function highestIn<Version extends { release?: string | undefined }>(
  range: string,
  versions: readonly Version[],
): Version | undefined {
  // An empty range would mean any version: `name@` is a slip, not a wish.
  if (range.trim() === "" || validRange(range) === null) return undefined;
  const named = versions.flatMap(({ release }) => (release === undefined ? [] : [release]));
  const highest = maxSatisfying(named, range);
  return highest === null ? undefined : versions.find(({ release }) => release === highest);
}

/** True when whoever works with `from` can work with `to`; false for one that is older, or whose number says that it breaks something. */
export function isCompatible(from: string, to: string): boolean {
  return satisfies(to, `^${from}`, { includePrerelease: true });
}

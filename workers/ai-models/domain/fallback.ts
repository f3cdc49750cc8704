/** Which version is asked next when one could not answer: a pure choice among what is registered and served. */
import type { FallbackPolicy, FallbackStrategy } from "../../../contracts/model-fallback.ts";
import { isSame } from "./alias-life.ts";
import type { KnownVersion } from "./registering.ts";
import { isCompatible } from "./releases.ts";

export interface FallbackScene {
  policy: FallbackPolicy;
  /** The version that the caller asked for. */
  original: KnownVersion;
  /** Those that were asked already, the original included: none is asked twice. */
  asked: readonly KnownVersion[];
  /** All versions, newest first. */
  versions: readonly KnownVersion[];
  /** What `default-<task>` means, if there is such an alias. */
  byDefault: KnownVersion | undefined;
  /** What the policy's own list means, in its order. */
  listed: readonly KnownVersion[];
  /** Expected wait of the least busy node that could take a call now, seconds; undefined: there is none. */
  waitOf(version: KnownVersion): number | undefined;
}

/** What is asked next, and by which strategy; undefined: nothing is left, or the policy's attempts are used up. */
export function nextVersion(scene: FallbackScene): { version: KnownVersion; strategy: FallbackStrategy } | undefined {
  const { policy, asked } = scene;
  if (asked.length >= policy.maxAttempts) return undefined;
  for (const strategy of policy.strategies) {
    const [version] = preferred(candidatesOf[strategy](scene), scene);
    if (version) return { version, strategy };
  }
  return undefined;
}

/** Those that may be asked, those of a provider that the policy names first before others. */
function preferred(versions: readonly KnownVersion[], { policy: { providers }, asked, waitOf }: FallbackScene): KnownVersion[] {
  const open = versions.filter((version) => {
    return version.retiredAt === undefined && !asked.some((one) => isSame(one, version)) && waitOf(version) !== undefined;
  });
  if (providers.length === 0) return open;
  const rank = (version: KnownVersion) => providers.indexOf(providerOf(version));
  return open.filter((version) => rank(version) >= 0).toSorted((a, b) => rank(a) - rank(b));
}

const candidatesOf: Record<FallbackStrategy, (scene: FallbackScene) => KnownVersion[]> = {
  none: () => [],
  default: (scene) => (scene.byDefault ? ofItsShape(scene, [scene.byDefault]) : []),
  "similar-model": (scene) => {
    const likeness = (version: KnownVersion) => likenessOf(scene.original, version);
    return ofItsShape(scene)
      .filter((version) => likeness(version) > 0)
      .toSorted((a, b) => likeness(b) - likeness(a));
  },
  "model-type": (scene) => ofItsShape(scene),
  capability: (scene) => ofItsShape(scene).filter((version) => scene.policy.capabilities.every((one) => capabilitiesOf(version).has(one))),
  // Whoever writes the list knows what its answers look like.
  "specified-list": ({ listed, original }) => listed.filter(({ task }) => task === original.task),
  "size-tier": (scene) => {
    const size = bytesOf(scene.original);
    return ofItsShape(scene)
      .filter((version) => size > 0 && bytesOf(version) > 0 && bytesOf(version) < size)
      .toSorted((a, b) => bytesOf(b) - bytesOf(a));
  },
  "any-available": (scene) => ofItsShape(scene).toSorted((a, b) => (scene.waitOf(a) ?? Infinity) - (scene.waitOf(b) ?? Infinity)),
};

/** Those whose answers can stand where the original's would: the same task, as many numbers a vector, the same labels. */
function ofItsShape({ original, versions }: FallbackScene, among = versions): KnownVersion[] {
  const labels = JSON.stringify(original.labels);
  return among.filter(({ task, dimensions, labels: its }) => {
    return task === original.task && dimensions === original.dimensions && JSON.stringify(its) === labels;
  });
}

/** What a version can do, as words: what its manifest says, and what the registry knows. */
export function capabilitiesOf({ name, task, dimensions, labels = [], manifest }: KnownVersion): Set<string> {
  const said = manifest?.capabilities ?? [];
  return new Set([`task:${task}`, `dimensions:${dimensions}`, `model:${name}`, ...labels.map((label) => `label:${label}`), ...said]);
}

/** Share of capabilities that both have among those that either has (Jaccard 1901); one that is compatible by its number counts for more. */
function likenessOf(original: KnownVersion, version: KnownVersion): number {
  const [a, b] = [capabilitiesOf(original), capabilitiesOf(version)];
  const both = [...a].filter((one) => b.has(one)).length;
  const likeness = both / (a.size + b.size - both);
  const { release: from } = original;
  const { release: to } = version;
  const compatible =
    original.modelId === version.modelId && from !== undefined && to !== undefined && (isCompatible(from, to) || isCompatible(to, from));
  return likeness + (compatible ? 1 : 0);
}

function providerOf({ manifest }: KnownVersion): string {
  return manifest?.provider ?? "local";
}

/** Size of its files; 0 where nobody said. */
function bytesOf({ manifest }: KnownVersion): number {
  return (manifest?.files ?? []).reduce((sum, { bytes = 0 }) => sum + bytes, 0);
}

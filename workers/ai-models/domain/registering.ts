/** What the registry makes of the models that a node offers: a pure decision on what it knows already. */
import type { ModelManifest } from "../../../contracts/model-manifest.ts";
import type { IntroducedModel, NodeModel } from "../../../contracts/node-protocol.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import { moved, type AliasRow } from "./alias-life.ts";
import { isCompatible } from "./releases.ts";

export interface KnownVersion extends IntroducedModel {
  modelId: string;
  /** Epoch milliseconds. */
  retiredAt?: number;
}

export interface KnownAlias {
  alias: string;
  /** What it means now. */
  now: AliasRow;
  pinned: boolean;
}

export interface Registry {
  /** Ids of models by name. */
  modelIds: ReadonlyMap<string, string>;
  versions: readonly KnownVersion[];
  aliases: readonly KnownAlias[];
}

export interface AliasMove {
  alias: string;
  /** What it means from now on. */
  row: AliasRow;
  /** Before; null when it is new. */
  previous: KnownVersion | null;
  to: KnownVersion;
  reason: "first-version" | "version-gone";
}

/** What was not known of a version before. */
export interface Description {
  of: KnownVersion;
  release?: string;
  manifest?: ModelManifest;
}

export interface Registration {
  newModels: { id: string; name: string }[];
  newVersions: KnownVersion[];
  descriptions: Description[];
  moves: AliasMove[];
}

export interface Offer {
  models: readonly IntroducedModel[];
  /** True when a live node serves this version, the offering one included. */
  isServed(version: { name: string; version: string }): boolean;
  newModelId(): string;
  /** The alias that the first embedding model gets; undefined: none. */
  defaultAlias: string | undefined;
}

/**
 * Unknown models and versions are added; a semantic version and a manifest that come for the first time are noted, later ones ignored, as is
 * a semantic version that another version of the model has. The default alias is set if nobody has; an alias that no person pinned follows to
 * the offered version of the same model when its own is served by no live node any more (the model was prepared anew), unless their semantic
 * versions say that the new one breaks something, or the new one is retired. `conflict` when a known version comes back with other
 * properties: versions never change.
 */
export function register(registry: Registry, offer: Offer): Result<Registration> {
  const registration: Registration = { newModels: [], newVersions: [], descriptions: [], moves: [] };
  const modelIds = new Map(registry.modelIds);
  const offered: KnownVersion[] = [];
  for (const model of offer.models) {
    const modelId = modelIds.get(model.name) ?? offer.newModelId();
    if (!modelIds.has(model.name)) registration.newModels.push({ id: modelId, name: model.name });
    modelIds.set(model.name, modelId);
    const { release, manifest, ...version } = { ...model, modelId };
    const known = [...registry.versions, ...registration.newVersions].find((other) => isSame(other, version));
    if (known && !isEqual(known, version)) {
      return err(
        "conflict",
        `${model.name}@${model.version} is registered with other properties. A version never changes: give the new files a new one.`,
      );
    }
    if (!known) registration.newVersions.push(version);
    const description = descriptionOf(registry, known ?? version, release, manifest);
    if (description) registration.descriptions.push(description);
    offered.push({ ...(known ?? version), ...(description?.release === undefined ? {} : { release: description.release }) });
  }
  registration.moves = movesFor(registry, offered, offer);
  return ok(registration);
}

function descriptionOf(
  registry: Registry,
  of: KnownVersion,
  release: string | undefined,
  manifest: ModelManifest | undefined,
): Description | undefined {
  const isTaken = registry.versions.some((other) => other.modelId === of.modelId && other.release === release);
  const named = release !== undefined && of.release === undefined && !isTaken ? { release } : {};
  const described = manifest !== undefined && of.manifest === undefined ? { manifest } : {};
  const description = { of, ...named, ...described };
  return "release" in description || "manifest" in description ? description : undefined;
}

function movesFor(registry: Registry, offered: readonly KnownVersion[], offer: Offer): AliasMove[] {
  const first = offered.find(({ task, retiredAt }) => task === "embedding" && retiredAt === undefined);
  const { defaultAlias } = offer;
  const isSet = defaultAlias === undefined || registry.aliases.some(({ alias }) => alias === defaultAlias);
  const row = first && !isSet ? moved(undefined, first, "first-version") : undefined;
  const set: AliasMove[] = first && row && !isSet ? [{ alias: defaultAlias, row, previous: null, to: first, reason: "first-version" }] : [];
  const followed = registry.aliases.flatMap(({ alias, now, pinned }): AliasMove[] => {
    const to = offered.find(({ modelId, retiredAt }) => modelId === now.stable.modelId && retiredAt === undefined);
    if (!to || pinned || offer.isServed(now.stable)) return [];
    const previous = registry.versions.find((version) => isSame(version, now.stable)) ?? null;
    if (previous?.release !== undefined && to.release !== undefined && !isCompatible(previous.release, to.release)) return [];
    const next = moved(now, to, "version-gone");
    return next ? [{ alias, row: next, previous, to, reason: "version-gone" }] : [];
  });
  return [...set, ...followed];
}

function isSame(a: { modelId: string; version: string }, b: { modelId: string; version: string }): boolean {
  return a.modelId === b.modelId && a.version === b.version;
}

function isEqual(a: NodeModel, b: NodeModel): boolean {
  const same = a.task === b.task && a.dimensions === b.dimensions && a.maxTokens === b.maxTokens;
  return same && JSON.stringify(a.labels) === JSON.stringify(b.labels);
}

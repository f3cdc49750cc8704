/** What the registry makes of the models that a node offers: a pure decision on what it knows already. */
import type { NodeModel } from "../../../contracts/node-protocol.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";

export interface KnownVersion extends NodeModel {
  modelId: string;
}

export interface KnownAlias {
  alias: string;
  modelId: string;
  /** Registry name of the model. */
  name: string;
  version: string;
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
  to: KnownVersion;
  previous: { name: string; version: string } | null;
  reason: "first-version" | "version-gone";
}

export interface Registration {
  newModels: { id: string; name: string }[];
  newVersions: KnownVersion[];
  moves: AliasMove[];
}

export interface Offer {
  models: readonly NodeModel[];
  /** True when a live node serves this version, the offering one included. */
  isServed(version: { name: string; version: string }): boolean;
  newModelId(): string;
  /** The alias that the first embedding model gets. */
  defaultAlias: string;
}

/**
 * Unknown models and versions are added. The default alias is set if nobody has; an alias that no person pinned follows to the
 * offered version of the same model when its own is served by no live node any more (the model was prepared anew).
 * `conflict` when a known version comes back with other properties: versions never change.
 */
export function register(registry: Registry, offer: Offer): Result<Registration> {
  const registration: Registration = { newModels: [], newVersions: [], moves: [] };
  const modelIds = new Map(registry.modelIds);
  const offered: KnownVersion[] = [];
  for (const model of offer.models) {
    const modelId = modelIds.get(model.name) ?? offer.newModelId();
    if (!modelIds.has(model.name)) registration.newModels.push({ id: modelId, name: model.name });
    modelIds.set(model.name, modelId);
    const version = { ...model, modelId };
    const known = [...registry.versions, ...registration.newVersions].find((other) => isSame(other, version));
    if (known && !isEqual(known, version)) {
      return err(
        "conflict",
        `${model.name}@${model.version} is registered with other properties. A version never changes: give the new files a new one.`,
      );
    }
    if (!known) registration.newVersions.push(version);
    offered.push(version);
  }
  registration.moves = movesFor(registry, offered, offer);
  return ok(registration);
}

function movesFor(registry: Registry, offered: readonly KnownVersion[], offer: Offer): AliasMove[] {
  const first = offered.find(({ task }) => task === "embedding");
  const isSet = registry.aliases.some(({ alias }) => alias === offer.defaultAlias);
  const set: AliasMove[] = first && !isSet ? [{ alias: offer.defaultAlias, to: first, previous: null, reason: "first-version" }] : [];
  const followed = registry.aliases.flatMap((alias): AliasMove[] => {
    const { name, version } = alias;
    const to = offered.find(({ modelId }) => modelId === alias.modelId);
    if (!to || alias.pinned || offer.isServed({ name, version })) return [];
    return [{ alias: alias.alias, to, previous: { name, version }, reason: "version-gone" }];
  });
  return [...set, ...followed];
}

function isSame(a: KnownVersion, b: KnownVersion): boolean {
  return a.modelId === b.modelId && a.version === b.version;
}

function isEqual(a: NodeModel, b: NodeModel): boolean {
  const same = a.task === b.task && a.dimensions === b.dimensions && a.maxTokens === b.maxTokens;
  return same && JSON.stringify(a.labels) === JSON.stringify(b.labels);
}

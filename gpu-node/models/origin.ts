/** What is said of a model beyond what it computes, for the registry: its semantic version, licence and source. */
import { modelManifestSchema, releaseSchema, type ModelManifest } from "../../contracts/model-manifest.ts";

export interface ModelOrigin {
  /** Its semantic version, where whoever publishes it gives one. */
  release?: string;
  /** Of the manifest all but the files, which the store knows, and `provider`. */
  manifest: Pick<ModelManifest, "licence" | "source" | "capabilities">;
}

const mostOfSource = 500;

/** Who computes what a node computes itself. */
export const localProvider = "local";

/** An address as the registry takes it. */
export function sourceText(address: string): string {
  return address.slice(0, mostOfSource);
}

/** The semantic version in a tag or a version's name, `v1.2.0` or `1.2.0`; undefined for any other text. */
export function releaseIn(text: string): string | undefined {
  return releaseSchema.safeParse(text.replace(/^v/, "")).data;
}

const licenceSchema = modelManifestSchema.shape.licence;

/** The licence that a hub's tags name (`license:apache-2.0`), if they do. */
export function licenceIn(tags: readonly string[]): string | undefined {
  const tag = tags.find((one) => one.startsWith("license:"));
  return licenceSchema.safeParse(tag?.slice("license:".length)).data;
}

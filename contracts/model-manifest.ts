/** What is said of a version of a model beyond what it computes: where it comes from, under which licence, of which files it is made. */
import * as z from "zod";

/** A semantic version (semver.org 2.0.0), at most 100 characters. Without a build number: two builds would be one version. */
export const releaseSchema = z
  .string()
  .max(100)
  .regex(
    /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*))*)?$/,
    "must be a semantic version such as `1.2.0` or `0.3.0-beta.1`",
  );

export const modelManifestSchema = z.object({
  /** The files that it runs from, by their path in the model's folder. */
  files: z
    .array(
      z.object({
        path: z.string().min(1).max(200),
        sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in lower-case hexadecimal"),
        bytes: z.int().min(0).optional(),
      }),
    )
    .max(16),
  /** SPDX identifier, or the licence's name. */
  licence: z.string().min(1).max(100).optional(),
  /** What it was made from: `npm:…`, `hf:owner/name@revision`, an address. */
  source: z.string().min(1).max(500).optional(),
  /** Who computes: `local` for a node's own device, else the name of the service that the node asks. */
  provider: z.string().min(1).max(100).optional(),
  /** What it is good for, in words that a fallback policy can ask for, such as `lang:de`. */
  capabilities: z.array(z.string().min(1).max(100)).max(32).optional(),
});
export type ModelManifest = z.infer<typeof modelManifestSchema>;

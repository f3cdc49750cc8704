/** Where a model's files come from, and what a source says of them before the first byte is fetched. */
import * as z from "zod";
import type { Result } from "../../../contracts/result.ts";
import type { RequestHeaders } from "../download/http.ts";

const digestSchema = z.object({ kind: z.enum(["sha256", "sha512", "git-blob"]), hex: z.string().regex(/^[0-9a-f]{40,128}$/) });

export const listingSchema = z.object({
  /** Names this content for ever: a commit, or the digest of a list of digests. */
  id: z.string().min(1),
  files: z
    .array(
      z.object({
        /** Where the file lies in the model's folder. */
        path: z.string(),
        url: z.string(),
        digest: digestSchema,
        bytes: z.int().min(0).optional(),
      }),
    )
    .min(1),
  /** SPDX identifier or name of the licence, where the source says it. */
  licence: z.string().optional(),
});
/** The files of one version of a model. */
export type Listing = z.infer<typeof listingSchema>;
export type SourceFile = Listing["files"][number];

export interface Source {
  /** As the operator wrote it; holds no secret. */
  text: string;
  /** The semantic version that the address names, if it names one. */
  release?: string;
  /** Asks the source what it has now. `unavailable` when it cannot be asked, or has no model that we can use. */
  list(): Promise<Result<Listing>>;
  /** What every request for a file carries. */
  headers?: (url: string) => Promise<RequestHeaders>;
  /** Of a source whose files come in an archive: takes those of the model out of it, into the folder where the archive lies. */
  unpack?: (folder: string) => Promise<Result<true>>;
}

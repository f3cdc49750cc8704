/**
 * A model of a Hugging Face hub: `hf:owner/name@revision`. The hub's API says to which commit the revision points now and what each file
 * must be: the SHA-256 of large ones (Git LFS), the git blob id of small ones. Files are then fetched by commit, so a branch that moves
 * meanwhile mixes nothing.
 */
import * as z from "zod";
import { err, ok } from "../../../contracts/result.ts";
import { getText, type RequestHeaders } from "../download/http.ts";
import { licenceIn, releaseIn } from "../origin.ts";
import { addressWith, parseJson, sourceFault } from "./address.ts";
import type { Listing, Source, SourceFile } from "./source.ts";
import { wantedFiles } from "./wanted-files.ts";

export interface HubOptions {
  /** Base of the hub, `https://huggingface.co`. */
  base: URL;
  /** Sent to the hub only, for gated and private models. */
  token?: string | undefined;
}

/** `GET /api/models/{repository}/revision/{revision}?blobs=true`: what we read of it. */
const infoSchema = z.object({
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  tags: z.array(z.string()).default([]),
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: z.int().min(0).nullish(),
      blobId: z.string().nullish(),
      lfs: z.object({ sha256: z.string(), size: z.int().min(0).nullish() }).nullish(),
    }),
  ),
});
type Sibling = z.infer<typeof infoSchema>["siblings"][number];

const form = /^hf:([\w.-]+\/[\w.-]+)@([\w./-]+)$/;

/** `undefined` when `text` is no address of a hub's model. A revision must be given: nothing may change behind the operator's back. */
export function hubSource(text: string, graph: string | undefined, { base, token }: HubOptions): Source | undefined {
  const [, repository = "", revision = ""] = form.exec(text) ?? [];
  if (repository === "") return undefined;
  const release = releaseIn(revision);
  const headers: RequestHeaders = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return {
    text: graph === undefined ? text : `${text}#graph=${graph}`,
    ...(release === undefined ? {} : { release }),
    headers: () => Promise.resolve(headers),
    async list() {
      const address = addressWith(base, `api/models/${repository}/revision/${encodeURIComponent(revision)}?blobs=true`);
      const answer = await getText(address, headers);
      if (!answer.ok) return answer;
      const info = infoSchema.safeParse(parseJson(answer.value));
      if (!info.success) return err("unavailable", `${address} answers in a form that this node does not know.`, { retryable: false });
      const { sha, siblings, tags } = info.data;
      const wanted = wantedFiles(
        siblings.map(({ rfilename }) => rfilename),
        graph,
      );
      if (!wanted.ok) return sourceFault(text, wanted.error);
      const files: SourceFile[] = [];
      for (const { from, to } of wanted.value) {
        const digest = digestOf(siblings.find(({ rfilename }) => rfilename === from));
        if (!digest) return err("unavailable", `${text}: the hub gives no digest of ${from}.`, { retryable: false });
        files.push({
          path: to,
          url: addressWith(base, `${repository}/resolve/${sha}/${from.split("/").map(encodeURIComponent).join("/")}`),
          ...digest,
        });
      }
      const licence = licenceIn(tags);
      return ok({ id: sha, files, ...(licence === undefined ? {} : { licence }) } satisfies Listing);
    },
  };
}

function digestOf(sibling: Sibling | undefined): Pick<SourceFile, "digest" | "bytes"> | undefined {
  const size = sibling?.lfs?.size ?? sibling?.size ?? undefined;
  const bytes = size === undefined ? {} : { bytes: size };
  if (sibling?.lfs) return { digest: { kind: "sha256", hex: sibling.lfs.sha256 }, ...bytes };
  return sibling?.blobId ? { digest: { kind: "git-blob", hex: sibling.blobId }, ...bytes } : undefined;
}

/**
 * A model in a folder of any web server or public bucket: `https://host/path`. The folder holds a file SHA256SUMS, as `sha256sum` of coreutils
 * writes it; `#sums=` with the SHA-256 of that file trusts one content and no other.
 */
import { createHash } from "node:crypto";
import { err, ok, type Result } from "../../../contracts/result.ts";
import { getText, type RequestHeaders } from "../download/http.ts";
import { addressWith, sourceFault } from "./address.ts";
import type { Listing, Source } from "./source.ts";
import { wantedFiles } from "./wanted-files.ts";

export interface BaseOptions {
  /** As the operator wrote it. */
  text: string;
  base: URL;
  graph?: string | undefined;
  /** SHA-256 that SHA256SUMS must have. */
  sums?: string | undefined;
  headers?: (url: string) => Promise<RequestHeaders>;
}

export function httpsBaseSource({ text, base, graph, sums, headers }: BaseOptions): Source {
  return {
    text,
    ...(headers ? { headers } : {}),
    async list() {
      const address = addressWith(base, "SHA256SUMS");
      const list = await getText(address, await headers?.(address));
      if (!list.ok) return list;
      const id = createHash("sha256").update(list.value).digest("hex");
      if (sums !== undefined && id !== sums)
        return err("unavailable", `${address} has SHA-256 ${id}, expected ${sums}: refused.`, { retryable: false });
      const digests = readSums(list.value);
      if (!digests.ok) return sourceFault(address, digests.error);
      const wanted = wantedFiles(digests.value.keys(), graph);
      if (!wanted.ok) return sourceFault(address, wanted.error);
      const files = wanted.value.map(({ from, to }) => ({
        path: to,
        url: addressWith(base, from.split("/").map(encodeURIComponent).join("/")),
        digest: { kind: "sha256" as const, hex: digests.value.get(from) ?? "" },
      }));
      return ok({ id, files } satisfies Listing);
    },
  };
}

/** Digest by path. Empty lines and comments are passed over. `invalid_input` names the first line that is none of `sha256sum`'s. */
export function readSums(text: string): Result<Map<string, string>> {
  const digests = new Map<string, string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const [, hex = "", path = ""] = /^([0-9a-f]{64}) [ *](?:\.\/)?(.+)$/.exec(line) ?? [];
    if (hex === "") return err("invalid_input", `line ${index + 1} is not \`<SHA-256>  <path>\`.`);
    digests.set(path, hex);
  }
  return ok(digests);
}

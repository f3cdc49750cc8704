/** Doubles of the services that models come from, over HTTP and by their documented shapes: a Hugging Face hub, an S3 bucket, an npm registry. */
import { execFileSync } from "node:child_process";
import { createHash, createHmac } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { sha256, type FileHost } from "./file-host.ts";

export type Files = Readonly<Record<string, Uint8Array>>;

/** A commit of a repository: its id follows from its files. Large files are in Git LFS, as the hub keeps them. */
export function holdOnHub(host: FileHost, repository: string, branch: string, files: Files): string {
  const commit = createHash("sha1")
    .update(
      Object.entries(files)
        .map(([path, bytes]) => `${path} ${sha256(bytes)}`)
        .join("\n"),
    )
    .digest("hex");
  const siblings = Object.entries(files).map(([rfilename, bytes]) => {
    const blobId = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
    const lfs = rfilename.endsWith(".onnx") ? { lfs: { sha256: sha256(bytes), size: bytes.length, pointerSize: 134 } } : {};
    return { rfilename, size: bytes.length, blobId, ...lfs };
  });
  const info = Buffer.from(JSON.stringify({ id: repository, sha: commit, private: false, tags: ["onnx", "license:apache-2.0"], siblings }));
  for (const revision of [branch, commit]) host.files.set(`/api/models/${repository}/revision/${revision}?blobs=true`, info);
  for (const [path, bytes] of Object.entries(files)) host.files.set(`/${repository}/resolve/${commit}/${path}`, bytes);
  return commit;
}

/** A package of the registry, packed as npm packs: everything below `package/`. */
export async function holdOnRegistry(host: FileHost, name: string, version: string, files: Files): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "paissive-pack-"));
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(join(folder, "package", path, ".."), { recursive: true });
    await writeFile(join(folder, "package", path), bytes);
  }
  const archive = gzipSync(execFileSync("tar", ["-cf", "-", "package"], { cwd: folder, maxBuffer: 2 ** 28 }));
  await rm(folder, { recursive: true });
  const tarball = `/${name}/-/${name.split("/").at(-1)}-${version}.tgz`;
  host.files.set(tarball, archive);
  const integrity = `sha512-${createHash("sha512").update(archive).digest("base64")}`;
  const manifest = { name, version, license: "MIT", dist: { tarball: host.url + tarball, integrity, shasum: "" } };
  host.files.set(`/${name.replace("/", "%2f")}/${version}`, Buffer.from(JSON.stringify(manifest)));
}

export const bucketKey = { accessKeyId: "key-of-tests", secretAccessKey: "secret-of-tests" };

/**
 * Lets only those requests pass that are signed for S3 with `bucketKey` (AWS Signature Version 4, as its documentation derives it).
 */
export function guardBucket(host: FileHost): void {
  host.handler = ({ method, url = "", headers }, response) => {
    const text = String(headers.authorization);
    const [, day = "", signed = "", given = ""] =
      /^AWS4-HMAC-SHA256 Credential=key-of-tests\/(\d{8})\/auto\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
        text,
      ) ?? [];
    const date = String(headers["x-amz-date"]);
    const canonical = [
      method,
      url,
      "",
      ...signed.split(";").map((name) => `${name}:${String(headers[name]).trim()}`),
      "",
      signed,
      String(headers["x-amz-content-sha256"]),
    ].join("\n");
    const scope = `${day}/auto/s3/aws4_request`;
    const key = [day, "auto", "s3", "aws4_request"].reduce<Uint8Array>(
      (secret, part) => createHmac("sha256", secret).update(part).digest(),
      Buffer.from(`AWS4${bucketKey.secretAccessKey}`),
    );
    const expected = createHmac("sha256", key)
      .update(`AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`)
      .digest("hex");
    if (given === expected) return false;
    response.writeHead(403, { "content-type": "application/xml" }).end("<Error><Code>SignatureDoesNotMatch</Code></Error>");
    return true;
  };
}

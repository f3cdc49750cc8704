/**
 * A model in a private R2 bucket (or any S3-compatible one): `r2:bucket/prefix`, read over the S3 API with Signature Version 4. The prefix
 * holds the files and a SHA256SUMS, as an HTTPS base does; a public bucket is an HTTPS base.
 */
import { err, ok, type Result } from "../../../contracts/result.ts";
import { addressWith } from "./address.ts";
import { signedForS3 } from "./s3-signature.ts";
import { httpsBaseSource, type BaseOptions } from "./https-base.ts";
import type { Source } from "./source.ts";

export interface R2Options {
  /** `https://<account>.r2.cloudflarestorage.com`. */
  endpoint: URL;
  accessKeyId: string;
  secretAccessKey: string;
}

const form = /^r2:([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/[^/#?]+)*)\/?$/;

/** `undefined` when `place` names no bucket; `invalid_input` when the settings of R2 are missing. */
export function r2Source(
  place: string,
  options: R2Options | undefined,
  more: Pick<BaseOptions, "text" | "graph" | "sums">,
): Result<Source> | undefined {
  const [, bucket = "", prefix = ""] = form.exec(place) ?? [];
  if (bucket === "") return undefined;
  if (!options) {
    return err("invalid_input", "r2: needs PAISSIVE_R2_ENDPOINT, PAISSIVE_R2_ACCESS_KEY_ID and PAISSIVE_R2_SECRET_ACCESS_KEY");
  }
  const { endpoint, accessKeyId, secretAccessKey } = options;
  const headers = (url: string) => Promise.resolve(signedForS3(new URL(url), { accessKeyId, secretAccessKey, region: "auto" }, Date.now()));
  return ok(httpsBaseSource({ base: new URL(addressWith(endpoint, bucket + prefix)), headers, ...more }));
}

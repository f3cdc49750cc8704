/**
 * AWS Signature Version 4 for reading from S3-compatible storage: the authorization header, payload unsigned in the body but named by its
 * digest ("Authenticating Requests: Using the Authorization Header", Amazon S3 API reference).
 */
import { createHash, createHmac } from "node:crypto";
import type { RequestHeaders } from "../download/http.ts";

export interface S3Key {
  accessKeyId: string;
  secretAccessKey: string;
  /** R2 takes `auto`. */
  region: string;
}

const nothing = sha256("");

/**
 * Headers that sign a GET of `url`. `more` are signed too and must be sent as they are; others, such as a range, may be added unsigned.
 * `now` is UTC epoch milliseconds.
 */
export function signedForS3(url: URL, key: S3Key, now: number, more: RequestHeaders = {}): RequestHeaders {
  const date = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, "");
  const stamp = { "x-amz-content-sha256": nothing, "x-amz-date": date };
  const signed = Object.entries({ host: url.host, ...more, ...stamp }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const names = signed.map(([name]) => name).join(";");
  const lines = signed.map(([name, value]) => `${name}:${value.trim()}\n`).join("");
  const request = ["GET", url.pathname, url.search.slice(1), lines, names, nothing].join("\n");
  const scope = [date.slice(0, 8), key.region, "s3", "aws4_request"];
  const signing = scope.reduce<Uint8Array>((secret, part) => hmac(secret, part), Buffer.from(`AWS4${key.secretAccessKey}`));
  const signature = Buffer.from(hmac(signing, ["AWS4-HMAC-SHA256", date, scope.join("/"), sha256(request)].join("\n"))).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope.join("/")},SignedHeaders=${names},Signature=${signature}`;
  return { ...more, ...stamp, authorization };
}

function hmac(key: Uint8Array, text: string): Uint8Array {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** What a body may be: its size and its type. */
import { err, ok, type Result } from "../../contracts/result.ts";
import type { Route } from "./routes.ts";

/** The owning service narrows this further, and looks at the bytes. */
const uploadTypes = new Set([
  "application/gzip",
  "application/json",
  "application/jsonl",
  "application/mbox",
  "application/octet-stream",
  "application/x-ndjson",
  "application/xml",
  "application/zstd",
  "text/csv",
  "text/plain",
  "text/tab-separated-values",
  "text/xml",
]);

/** `unsupported_media` for a body that is neither JSON nor, on an upload, a file, and for one that is encoded on top (RFC 9110, 8.4). */
export function checkType(headers: Headers, hasBody: boolean, route: Pick<Route, "upload">): Result<void> {
  if (!hasBody) return ok(undefined);
  const encoding = headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity") return err("unsupported_media", "Send the body as it is, without `Content-Encoding`.");
  const type = (headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "application/json" || (route.upload && uploadTypes.has(type))) return ok(undefined);
  return err(
    "unsupported_media",
    route.upload ? `Send a file as one of: ${[...uploadTypes].join(", ")}.` : "Send JSON, with `Content-Type: application/json`.",
  );
}

/** `too_large` for a body whose stated length is over the limit. */
export function checkLength(headers: Headers, { maxBody }: Pick<Route, "maxBody">): Result<void> {
  const stated = Number(headers.get("content-length") ?? "0");
  return stated <= maxBody ? ok(undefined) : tooLarge(maxBody);
}

export function tooLarge(maxBody: number) {
  return err("too_large", `The body may have at most ${maxBody / 1_048_576} MiB.`);
}

/** All of the body, read. `too_large` when it runs over the limit. */
export async function readBody(request: Request, maxBody: number): Promise<Result<ArrayBuffer>> {
  if (!request.body) return ok(new ArrayBuffer(0));
  const { body, exceeded } = metered(request.body, maxBody);
  try {
    return ok(await new Response(body).arrayBuffer());
  } catch (cause) {
    if (exceeded()) return tooLarge(maxBody);
    throw cause;
  }
}

export interface Metered {
  body: ReadableStream<Uint8Array>;
  /** True once more than the limit has come. */
  exceeded(): boolean;
}

/** `body` as it comes, broken off when it runs over the limit. For bodies that do not state a length; nothing is held back. */
export function metered(body: ReadableStream<Uint8Array>, maxBody: number): Metered {
  let bytes = 0;
  const meter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > maxBody) controller.error(new RangeError("the body is too large"));
      else controller.enqueue(chunk);
    },
  });
  return { body: body.pipeThrough(meter), exceeded: () => bytes > maxBody };
}

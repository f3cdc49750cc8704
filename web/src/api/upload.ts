/** Uploads a file with progress, which `fetch` cannot report. */
import type * as z from "zod";
import { problemOf, unreachable } from "./problem.ts";

export interface Upload<T> {
  /** Default: POST. */
  method?: "POST" | "PUT";
  path: string;
  file: Blob;
  type: string;
  schema: z.ZodType<T>;
  /** Idempotency key. Default: a new one. */
  key?: string;
  /** 0 to 1. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

export function upload<T>({
  method = "POST",
  path,
  file,
  type,
  schema,
  key = crypto.randomUUID(),
  onProgress,
  signal,
}: Upload<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, path);
    request.setRequestHeader("content-type", type);
    request.setRequestHeader("idempotency-key", key);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0));
    request.addEventListener("error", () =>
      reject(unreachable("The upload was cut off. Send the file again: rows that arrived are not imported twice.")),
    );
    request.addEventListener("abort", () => reject(unreachable("The upload was cancelled.")));
    request.addEventListener("load", () => {
      if (request.status >= 400) return reject(problemOf(request.status, request.response));
      const parsed = schema.safeParse(request.response);
      return parsed.success ? resolve(parsed.data) : reject(parsed.error);
    });
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

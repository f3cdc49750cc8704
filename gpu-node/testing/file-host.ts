/**
 * A web server for tests that holds files as real ones do (ranges, ETags, redirects to another host) and fails as real ones do: it breaks
 * connections off, changes files, sends wrong bytes, asks to wait.
 */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** What a request is answered instead of a file; `undefined` lets it pass. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

export interface SeenRequest {
  path: string;
  range: string | undefined;
  ifRange: string | undefined;
  authorization: string | undefined;
}

export class FileHost {
  readonly files = new Map<string, Uint8Array>();
  readonly requests: SeenRequest[] = [];
  /** Looked at before the files. */
  handler: Handler = () => false;
  /** Bytes after which the next connections break, one number each; none left: they hold. */
  cuts: number[] = [];
  /** Bytes after which this connection breaks; `undefined`: as `cuts` says. */
  cutOf: (path: string) => number | undefined = () => undefined;
  /** Milliseconds that bytes take to arrive before their connection breaks. */
  lineMs = 25;
  /** Statuses of the next answers instead of files. */
  refusals: { status: number; headers?: Record<string, string> }[] = [];
  /** False: ranges are not offered, every answer is the whole file. */
  ranges = true;
  /** Bytes whose hash is the ETag, when another than the file's shall be said. */
  etagOf: (path: string, bytes: Uint8Array) => string | undefined = (_, bytes) => `"${createHash("md5").update(bytes).digest("hex")}"`;
  readonly #server: Server;
  url = "";

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async open(): Promise<FileHost> {
    const host = new FileHost();
    host.#server.listen(0, "127.0.0.1");
    await once(host.#server, "listening");
    const address = host.#server.address();
    host.url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
    return host;
  }

  /** Holds the files, by path below `base`, and their SHA256SUMS. */
  holdFolder(base: string, files: Readonly<Record<string, Uint8Array>>): void {
    for (const [path, bytes] of Object.entries(files)) this.files.set(`${base}/${path}`, bytes);
    const sums = Object.entries(files).map(([path, bytes]) => `${sha256(bytes)}  ${path}\n`);
    this.files.set(`${base}/SHA256SUMS`, Buffer.from(sums.join("")));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "";
    const { range, authorization } = request.headers;
    const ifRange = request.headers["if-range"];
    this.requests.push({ path, range, ifRange: typeof ifRange === "string" ? ifRange : undefined, authorization });
    if (await this.handler(request, response)) return;
    const bytes = this.files.get(path);
    if (bytes === undefined) return void response.writeHead(404).end();
    const refusal = this.refusals.shift();
    if (refusal) return void response.writeHead(refusal.status, refusal.headers).end();
    const etag = this.etagOf(path, bytes);
    const from = this.ranges && (ifRange === undefined || ifRange === etag) ? Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0) : 0;
    if (from >= bytes.length && from > 0) return void response.writeHead(416, { "content-range": `bytes */${bytes.length}` }).end();
    const part = bytes.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, {
      "content-length": part.length,
      ...(etag === undefined ? {} : { etag }),
      ...(from > 0 ? { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}),
    });
    const cut = this.cutOf(path) ?? this.cuts.shift();
    if (cut === undefined) return void response.end(part);
    // A line breaks some time after bytes went over it, and what was sent before arrives: an end, not a reset.
    response.write(part.subarray(0, cut), () => setTimeout(() => response.socket?.end(), this.lineMs));
  }
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

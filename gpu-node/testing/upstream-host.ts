/** A double of an OpenAI-compatible server, over HTTP and by the documented shape of `POST /v1/embeddings`; it fails as real ones do. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import * as z from "zod";

const requestSchema = z.object({ model: z.string(), input: z.array(z.string()).min(1), encoding_format: z.literal("float") });

export interface UpstreamAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** True: no answer comes at all. */
  silent?: boolean;
}

export class UpstreamHost {
  /** Texts of every request that came, and its credentials. */
  readonly requests: { input: string[]; authorization: string | undefined }[] = [];
  /** Given to the next requests instead of vectors. */
  answers: UpstreamAnswer[] = [];
  readonly #server: Server;
  url = "";

  private constructor() {
    this.#server = createServer((request, response) => {
      void (async () => {
        const pieces: Buffer[] = [];
        for await (const piece of request) pieces.push(Buffer.from(piece));
        const { model, input } = requestSchema.parse(JSON.parse(Buffer.concat(pieces).toString()));
        this.requests.push({ input, authorization: request.headers.authorization });
        const answer = this.answers.shift() ?? { status: 200, body: vectors(model, input) };
        if (answer.silent) return;
        response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers }).end(JSON.stringify(answer.body ?? {}));
      })();
    });
  }

  static async open(): Promise<UpstreamHost> {
    const host = new UpstreamHost();
    host.#server.listen(0, "127.0.0.1");
    await once(host.#server, "listening");
    const address = host.#server.address();
    host.url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/v1`;
    return host;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** As the upstream counts: one a word. */
export const tokensOf = (text: string) => text.split(" ").length;

/** Of a text: its length, its first and its last character; not of length 1. In no particular order. */
function vectors(model: string, input: readonly string[]) {
  const data = input.map((text, index) => ({
    object: "embedding",
    index,
    embedding: [text.length, text.charCodeAt(0), text.charCodeAt(text.length - 1)],
  }));
  const tokens = input.reduce((sum, text) => sum + tokensOf(text), 0);
  return { object: "list", data: data.toReversed(), model, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}

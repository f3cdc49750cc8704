/** HTTP as an attacker writes it: paths and headers go out as they stand, nothing is normalised, followed or decoded. */
import { Agent, request, type IncomingMessage } from "node:http";

export interface Sent {
  method: string;
  path: string;
  headers?: Readonly<Record<string, string | string[]>>;
  body?: string | Uint8Array;
}

export interface Heard {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  text: string;
}

/** What an answer may take, and how much of it is read. */
const patienceMs = 30_000;
const mostBytes = 8 * 1_048_576;

export class Wire {
  readonly origin: string;
  readonly port: number;
  readonly #agent: Agent;

  /** To `localhost`, to which the session cookie belongs, with at most so many requests at once. */
  constructor(port: number, most = 32) {
    this.port = port;
    this.#agent = new Agent({ keepAlive: true, maxSockets: most });
    this.origin = `http://localhost:${port}`;
  }

  /** An accepted socket is heard as 101, an event stream as its first event; both are left at once. Without a whole answer the status is 0. */
  send({ method, path, headers = {}, body }: Sent): Promise<Heard> {
    return new Promise((resolve) => {
      const broken = (cause: Error) => resolve({ status: 0, headers: {}, text: `no whole answer: ${cause.message}` });
      const options = { host: "127.0.0.1", port: this.port, method, path, agent: this.#agent, timeout: patienceMs };
      const call = request({ ...options, headers: { host: new URL(this.origin).host, ...headers } });
      let answered = false;
      call.once("response", (answer) => {
        answered = true;
        void read(answer).then(resolve, broken);
      });
      call.once("upgrade", (answer, socket) => {
        socket.destroy();
        resolve(heard(answer, ""));
      });
      call.once("timeout", () => call.destroy(new Error(`${method} ${path} was not answered in ${patienceMs / 1_000} s`)));
      call.on("error", (cause: NodeJS.ErrnoException) => {
        // The server had closed the kept connection before it could see the request (Node.js, `request.reusedSocket`).
        if (call.reusedSocket && cause.code === "ECONNRESET" && !answered)
          resolve(this.send({ method, path, headers, ...(body === undefined ? {} : { body }) }));
        // What breaks after the answer is of no interest any more.
        else broken(cause);
      });
      call.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

async function read(answer: IncomingMessage): Promise<Heard> {
  answer.on("error", () => undefined);
  const chunks: Buffer[] = [];
  let bytes = 0;
  const streaming = answer.headers["content-type"]?.startsWith("text/event-stream") ?? false;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if ((streaming && holdsAnEvent(Buffer.concat(chunks))) || bytes > mostBytes) break;
  }
  return heard(answer, Buffer.concat(chunks).toString());
}

/** An event ends with an empty line; a large one comes in several pieces. */
function holdsAnEvent(bytes: Buffer): boolean {
  return /\n\r?\n/.test(bytes.toString());
}

function heard({ statusCode = 0, headers }: IncomingMessage, text: string): Heard {
  const all = Object.entries(headers).map(([name, value]): [string, string] => [name, [value ?? ""].flat().join("\n")]);
  return { status: statusCode, headers: Object.fromEntries(all), text };
}

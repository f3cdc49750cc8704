/** How much memory an isolate needs, by the inspector of the runtime (Chrome DevTools Protocol, HeapProfiler.collectGarbage and Runtime.getHeapUsage). */
import { WebSocket } from "undici";
import * as z from "zod";

const usageSchema = z.object({ result: z.object({ usedSize: z.number(), backingStorageSize: z.number().default(0) }) });
const everyMs = 1_000;

export class HeapWatch {
  readonly #socket: WebSocket;
  readonly #timer: NodeJS.Timeout;
  #most = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    let asked = 0;
    socket.addEventListener("message", ({ data }) => {
      const usage = usageSchema.safeParse(JSON.parse(String(data)));
      if (usage.success) this.#most = Math.max(this.#most, usage.data.result.usedSize + usage.data.result.backingStorageSize);
    });
    const ask = (method: string) => socket.send(JSON.stringify({ id: ++asked, method }));
    this.#timer = setInterval(() => {
      // Without a limit a heap grows before it is swept: what is needed shows after a sweep.
      ask("HeapProfiler.collectGarbage");
      ask("Runtime.getHeapUsage");
    }, everyMs);
  }

  static async open(port: number): Promise<HeapWatch> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers: { origin: "http://localhost" } });
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener("open", () => resolve(), { once: true });
      socket.addEventListener("error", () => reject(new Error(`The inspector on port ${port} did not answer.`)), { once: true });
    });
    return new HeapWatch(socket);
  }

  /** The most that was seen, in MB of a million bytes; NaN when the inspector never answered. */
  close(): number {
    clearInterval(this.#timer);
    this.#socket.close();
    return this.#most === 0 ? Number.NaN : this.#most / 1e6;
  }
}

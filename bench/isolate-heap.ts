/** How much memory an isolate needs, by the inspector of the runtime (Chrome DevTools Protocol, HeapProfiler.collectGarbage and Runtime.getHeapUsage). */
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "undici";
import * as z from "zod";

const answerSchema = z.object({ id: z.int() });
const usageSchema = z.object({ result: z.object({ usedSize: z.number(), backingStorageSize: z.number().default(0) }) });
/** From one look to the next; a sweep takes some of it. */
const pauseMs = 300;

export class HeapWatch {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (answer: unknown) => void>();
  #asked = 0;
  #most = 0;
  #open = true;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      const json: unknown = JSON.parse(String(data));
      const answer = answerSchema.safeParse(json);
      if (answer.success) this.#waiting.get(answer.data.id)?.(json);
    });
  }

  static async open(port: number): Promise<HeapWatch> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers: { origin: "http://localhost" } });
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener("open", () => resolve(), { once: true });
      socket.addEventListener("error", () => reject(new Error(`The inspector on port ${port} did not answer.`)), { once: true });
    });
    const watch = new HeapWatch(socket);
    void watch.#look();
    return watch;
  }

  /** The most that was seen since the last time this was asked, in MB of a million bytes; NaN when the inspector has not answered. */
  most(): number {
    const most = this.#most === 0 ? Number.NaN : this.#most / 1e6;
    this.#most = 0;
    return most;
  }

  close(): void {
    this.#open = false;
    this.#socket.close();
  }

  async #look(): Promise<void> {
    while (this.#open) {
      // Without a limit a heap grows before it is swept: what is needed shows right after a sweep.
      await this.#ask("HeapProfiler.collectGarbage");
      const { usedSize, backingStorageSize } = usageSchema.parse(await this.#ask("Runtime.getHeapUsage")).result;
      this.#most = Math.max(this.#most, usedSize + backingStorageSize);
      await sleep(pauseMs);
    }
  }

  #ask(method: string): Promise<unknown> {
    const id = ++this.#asked;
    return new Promise((resolve) => {
      this.#waiting.set(id, (answer) => {
        this.#waiting.delete(id);
        resolve(answer);
      });
      this.#socket.send(JSON.stringify({ id, method }));
    });
  }
}

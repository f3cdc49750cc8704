/** The other side of a webhook as the tests need it: answers what it is told to, and writes down what came. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { actorName } from "../../../contracts/actor.ts";
import { bus, organisation } from "./fixture.ts";

export interface Received {
  url: string;
  headers: Record<string, string>;
  body: string;
}

type Reply = (received: Received) => Response | Promise<Response>;

/** So far ahead that no alarm fires by itself: time passes only where a test says so. */
export const start = Date.UTC(2100, 0, 1);

/** One endpoint's actor, connected to a receiver instead of the internet, with a clock that stands still. */
export class Receiver {
  readonly received: Received[] = [];
  reply: Reply = () => new Response("thanks");
  now = start;
  readonly #stub;

  constructor(id: string) {
    this.#stub = bus.WEBHOOK_ENDPOINT.getByName(actorName(organisation, id));
  }

  async connect(): Promise<void> {
    await runInDurableObject(this.#stub, (instance) => {
      instance.clock = { now: () => this.now, random: () => 0 };
      instance.send = async (request) => {
        const received = { url: request.url, headers: Object.fromEntries(request.headers), body: await request.text() };
        this.received.push(received);
        return this.reply(received);
      };
    });
  }

  /** Waits until nothing is under way. */
  async settled(): Promise<void> {
    await runInDurableObject(this.#stub, async (instance) => {
      while (instance.running) await instance.running;
    });
  }

  /** Lets time pass, the alarm ring, and what comes of it end. */
  async pass(milliseconds: number): Promise<void> {
    this.now += milliseconds;
    await runDurableObjectAlarm(this.#stub);
    await this.settled();
  }

  alarm(): Promise<number | null> {
    return runInDurableObject(this.#stub, (_, state) => state.storage.getAlarm());
  }

  /** Whether anything at all is stored for the endpoint. */
  remembers(): Promise<boolean> {
    return runInDurableObject(
      this.#stub,
      (_, state) => state.storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'deliveries'").toArray().length > 0,
    );
  }

  /** The last parts of the ids that came, `a:1`, in order. */
  get ids(): string[] {
    return this.received.map(({ headers }) => headers["webhook-id"]?.split("/").at(-1) ?? "");
  }
}

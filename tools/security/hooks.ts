/** The receiver of everybody's webhooks: it takes whatever comes and remembers to whom it came. Whoever reads there finds a feed without entries. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Finding } from "./findings.ts";
import type { House } from "./house.ts";

export interface Hooks {
  /** The address for an organisation. */
  url(word: string): string;
  /** What came to the address, each delivery as it came. */
  received(word: string): readonly string[];
  stop(): Promise<void>;
}

const feed = '<?xml version="1.0"?><rss version="2.0"><channel><title>Nothing new</title></channel></rss>';

export async function openHooks(): Promise<Hooks> {
  const received = new Map<string, string[]>();
  const server = createServer((request, answer) => {
    if (request.method === "GET") return void answer.writeHead(200, { "content-type": "application/rss+xml" }).end(feed);
    const to = request.url?.slice(1) ?? "";
    let text = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    request.on("end", () => {
      received.set(to, [...(received.get(to) ?? []), text]);
      answer.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: (word) => `http://localhost:${port}/${word}`,
    received: (word) => received.get(word) ?? [],
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Deliveries that came to `house` and speak of `other`. */
export function misdelivered(hooks: Hooks, house: House, other: House): Finding[] {
  const secrets = [other.things.organisation, other.things.user];
  const wrong = hooks.received(house.word).filter((text) => secrets.some((secret) => text.includes(secret)));
  return wrong.map((text) => ({
    where: `the webhook of ${house.word}`,
    what: `It received an event of ${other.word}: ${text.slice(0, 200)}`,
  }));
}

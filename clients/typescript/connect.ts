/** The way from the generated functions to an installation. */
import { createClient, type Client } from "./generated/client/index.ts";

export interface Installation {
  /** `https://…`, without a path. */
  url: string;
  /** An API key, `pai_live_…`. Without one only what is open to everybody answers. */
  key?: string;
  /** Sends requests in the place of the runtime's own `fetch`. */
  fetch?: (request: Request) => Promise<Response>;
}

/**
 * What the functions take as `client`:
 *
 *     const client = connect({ url: "https://paissive.example", key: "pai_live_…" });
 *     const { data, error } = await createNiche({ client, body: { name: "Bag straps" } });
 *
 * Whatever changes something carries an idempotency key, unless it brings one; every request is sent a second time when no answer came. A redirect is a
 * failure: it would take the key elsewhere. A function does not throw: `error` is the problem (RFC 9457), or without an answer what `fetch` threw.
 */
export function connect({ url, key, fetch = (request) => globalThis.fetch(request) }: Installation): Client {
  const client = createClient({
    baseUrl: url,
    redirect: "error",
    // Of the ways that the description names.
    auth: ({ scheme }) => (scheme === "bearer" ? key : undefined),
    fetch: (input, init) => {
      const request = new Request(input, init);
      // A request with a body can be sent once.
      const again = request.clone();
      return fetch(request).catch(() => fetch(again));
    },
  });
  client.interceptors.request.use((request) => {
    if (request.method !== "GET" && !request.headers.has(header)) request.headers.set(header, crypto.randomUUID());
    return request;
  });
  return client;
}

const header = "idempotency-key";

/** A page of a list. */
export interface Page<Item> {
  items: Item[];
  nextCursor?: string;
}

/**
 * All items of a list, page by page:
 *
 *     for await (const niche of everyItem((cursor) => listNiches({ client, query: { cursor }, throwOnError: true }))) …
 *
 * What is created meanwhile may be missing; nothing comes twice. Throws what `read` throws.
 */
export async function* everyItem<Item>(read: (cursor: string | undefined) => Promise<{ data: Page<Item> }>): AsyncGenerator<Item> {
  let cursor: string | undefined;
  do {
    const { data } = await read(cursor);
    yield* data.items;
    cursor = data.nextCursor;
  } while (cursor !== undefined);
}

/** Clients that ask without pause: each sends its next request when it has the answer to the last. */

export interface Served {
  requests: number;
  tokens: number;
  seconds: number;
}

/** What a request brought. Throws when it was refused: nothing may be refused here. */
export type Ask = (texts: readonly string[]) => Promise<{ tokens: number }>;

export interface Clients {
  count: number;
  textsARequest: number;
  seconds: number;
}

/**
 * Runs the clients for about so long: none begins a request after that, and everything begun is answered and counted, with the time that takes.
 * Texts are taken in turn, from `from` on.
 */
export async function clientsFor(
  { count, textsARequest, seconds }: Clients,
  texts: readonly string[],
  ask: Ask,
  from = 0,
): Promise<Served> {
  let next = from;
  const served: Served = { requests: 0, tokens: 0, seconds: 0 };
  const begun = performance.now();
  const until = begun + seconds * 1_000;
  const client = async () => {
    while (performance.now() < until) {
      const chosen = Array.from({ length: textsARequest }, () => texts[next++ % texts.length] ?? "");
      const { tokens } = await ask(chosen);
      served.requests++;
      served.tokens += tokens;
    }
  };
  await Promise.all(Array.from({ length: count }, client));
  served.seconds = (performance.now() - begun) / 1_000;
  return served;
}

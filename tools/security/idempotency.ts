/**
 * Is a request with an idempotency key carried out once, however often it comes at the same moment? A hundred callers at once send the same request under
 * the same key, one key after the other. Afterwards there is one thing for each key: counted in the list, not believed from the answers.
 */
import * as z from "zod";
import type { Finding, Outcome } from "./findings.ts";
import { parsed, signUp, type Person } from "./people.ts";
import type { Stage } from "./stage.ts";
import { Wire, type Heard } from "./wire.ts";

const callers = 100;
/** Each in an organisation of its own, so that no limit on how much one may ask plays a part. */
const perOrganisation = 40;

const pageSchema = z.object({ items: z.array(z.object({ name: z.string() })), nextCursor: z.string().optional() });
const createdSchema = z.object({ id: z.string() });

export interface Repetition {
  stage: Stage;
  keys: number;
  say: (message: string) => void;
}

export async function proveIdempotency({ stage, keys, say }: Repetition): Promise<Outcome> {
  const wire = new Wire(stage.wire.port, callers);
  const outcome: Outcome = { part: "idempotency", counts: "effects not once", probes: 0, findings: [] };
  const seen: Record<string, number> = {};
  const begun = performance.now();
  try {
    for (let first = 0; first < keys; first += perOrganisation) {
      const house = first / perOrganisation;
      const owner = await signUp({ wire }, "owner", `golf${house}`);
      const names = Array.from({ length: Math.min(perOrganisation, keys - first) }, (_, index) => `niche ${first + index}`);
      for (const name of names) {
        const answers = await Promise.all(Array.from({ length: callers }, () => wire.send(making(name, owner, house))));
        answers.push(await wire.send(making(name, owner, house)));
        outcome.probes += answers.length;
        outcome.findings.push(...faultsOf(name, answers));
        for (const answer of answers) seen[kindOf(answer)] = (seen[kindOf(answer)] ?? 0) + 1;
      }
      outcome.findings.push(...miscounted(names, await listed(wire, owner)));
    }
  } finally {
    wire.close();
  }
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  const kinds = Object.entries(seen).map(([kind, count]) => `${count} ${kind}`);
  say(`idempotency: ${keys} keys, each sent ${callers} times at once and once again, ${kinds.join(", ")}, in ${seconds} s`);
  return outcome;
}

function making(name: string, { headers }: Person, house: number) {
  const own = { "content-type": "application/json", "idempotency-key": `key of ${name}`, "cf-connecting-ip": `203.0.113.${house + 1}` };
  return { method: "POST", path: "/api/v1/niches", headers: { ...headers, ...own }, body: JSON.stringify({ name }) };
}

function kindOf({ status, headers }: Heard): string {
  if (status === 201) return headers["idempotency-replayed"] === "true" ? "replayed" : "carried out";
  return status === 409 ? "told to wait" : `answered ${status}`;
}

/** One is carried out; the others are told to wait, or what the one was told. Whoever comes after all of them is told that. */
function faultsOf(name: string, answers: readonly Heard[]): Finding[] {
  const where = `${answers.length} requests under the key of ${name}`;
  const kinds = answers.map(kindOf);
  const strange = answers.filter((_, index) => !["replayed", "carried out", "told to wait"].includes(kinds[index] ?? ""));
  const carriedOut = kinds.filter((kind) => kind === "carried out").length;
  const made = new Set(answers.filter(({ status }) => status === 201).map(({ text }) => createdSchema.parse(JSON.parse(text)).id));
  return [
    ...strange.slice(0, 1).map(({ status, text }) => ({ where, what: `One was answered ${status}: ${text.slice(0, 160)}` })),
    ...(carriedOut === 1 ? [] : [{ where, what: `${carriedOut} were answered as if they were the first.` }]),
    ...(made.size === 1 ? [] : [{ where, what: `Their answers name ${made.size} niches.` }]),
    ...(kinds.at(-1) === "replayed" ? [] : [{ where, what: `The last, when all was done, was ${kinds.at(-1)}.` }]),
  ];
}

/** Names of all niches that the organisation has. */
async function listed(wire: Wire, { headers }: Person): Promise<string[]> {
  const names: string[] = [];
  for (let cursor: string | undefined = ""; cursor !== undefined;) {
    const path = `/api/v1/niches?limit=25${cursor === "" ? "" : `&cursor=${cursor}`}`;
    const page: z.infer<typeof pageSchema> = parsed(await wire.send({ method: "GET", path, headers }), pageSchema);
    names.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor;
  }
  return names;
}

function miscounted(wanted: readonly string[], found: readonly string[]): Finding[] {
  return [...new Set([...wanted, ...found])].flatMap((name) => {
    const count = found.filter((one) => one === name).length;
    return count === 1 ? [] : [{ where: `The key of ${name}`, what: `There are ${count} niches of this name.` }];
  });
}

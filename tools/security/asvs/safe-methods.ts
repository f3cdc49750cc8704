/** What reading must not do: change anything, or send a browser to a place that somebody else chose. */
import { withCredential } from "../callers.ts";
import { requestWith } from "../examples.ts";
import { inParallel } from "../findings.ts";
import { furnish } from "../furnish.ts";
import { openHooks } from "../hooks.ts";
import { difference } from "../likeness.ts";
import { traceOf, untilStill } from "../look.ts";
import { describedOperations } from "../operations.ts";
import { signUp } from "../people.ts";
import type { Heard } from "../wire.ts";
import type { Grounds } from "./requirement.ts";

/** Every GET of the description, asked by an owner about all that the organisation has, leaves what it has as it was. */
export async function changedByReading({ stage }: Pick<Grounds, "stage">): Promise<string | undefined> {
  const { wire } = stage;
  const word = "quebec";
  const operations = describedOperations();
  const hooks = await openHooks();
  try {
    const owner = await signUp(stage, "reader", word);
    const { things } = await furnish({ stage, operations, owner, word, hook: hooks.url(word) });
    const trace = () =>
      untilStill(
        () => traceOf(wire, owner),
        (a, b) => a === b,
      );
    const before = await trace();
    const reading = operations.filter(({ method }) => method === "GET");
    let answered = 0;
    await inParallel(reading, async (operation) => {
      const { status } = await wire.send(withCredential(requestWith(operation, things), owner));
      if (status >= 200 && status < 400) answered += 1;
    });
    const after = await trace();
    if (after !== before) return `Reading changed something: ${difference(before, after)}`;
    return answered > reading.length / 2 ? undefined : `Only ${answered} of ${reading.length} were answered.`;
  } finally {
    await hooks.stop();
  }
}

const elsewhere = "https://evil.example/";
const wishes = new URLSearchParams(
  ["next", "redirect_uri", "redirect", "return_to", "returnTo", "url", "location"].map((name): [string, string] => [name, elsewhere]),
);
const headers = { "x-forwarded-host": "evil.example", forwarded: "host=evil.example", referer: elsewhere, "sec-fetch-mode": "navigate" };

/** Setting out leads to the provider and back to us, coming back to a page of our own, and nothing else leads anywhere, whatever the request asks for. */
export async function strayRedirect({ stage, owner }: Pick<Grounds, "stage" | "owner">): Promise<string | undefined> {
  const { wire, provider } = stage;
  const get = (path: string, cookie = "") => {
    const asked = `${path}${path.includes("?") ? "&" : "?"}${wishes.toString()}`;
    return wire.send({ method: "GET", path: asked, headers: { ...headers, ...(cookie === "" ? {} : { cookie }) } });
  };
  const way = "/api/v1/auth/oauth/github";
  const out = await get(way);
  const to = placeOf(out, wire.origin);
  if (to?.origin !== new URL(provider.url).origin) return `Setting out leads to ${shown(out)}`;
  const back = new URL(to.searchParams.get("redirect_uri") ?? "", elsewhere);
  if (`${back.origin}${back.pathname}` !== `${wire.origin}${way}/callback`) return `The provider sends people back to ${back.href}`;

  const { code, state } = provider.agree(to.href, { subject: 42, email: "redirected@asvs.example", verified: true });
  const cookie = out.headers["set-cookie"]?.split(";")[0] ?? "";
  const [failed, arrived] = [
    await get(`${way}/callback?code=none&state=none`),
    await get(`${way}/callback?code=${code}&state=${state}`, cookie),
  ];
  for (const heard of [failed, arrived])
    if (heard.status !== 302 || placeOf(heard, wire.origin)?.origin !== wire.origin) return `Coming back leads to ${shown(heard)}`;
  if (placeOf(arrived, wire.origin)?.pathname !== "/") return `Who signed in comes to ${shown(arrived)}`;

  const others = describedOperations().filter(({ id, method }) => method === "GET" && id !== "startOauth");
  for (const path of [
    ...others.map(({ path: described }) => described.replaceAll(/\{\w+\}/g, "github")),
    "/",
    "/sign-in",
    "//evil.example/",
  ]) {
    const heard = await get(path, path.startsWith(way) ? "" : owner.headers["cookie"]);
    const place = placeOf(heard, wire.origin);
    if (place !== undefined && place.origin !== wire.origin) return `${path} leads to ${shown(heard)}`;
  }
  return undefined;
}

/** Where a browser that asked `origin` would go; undefined where it stays. */
function placeOf({ status, headers: { location } }: Heard, origin: string): URL | undefined {
  return status >= 300 && status < 400 && location !== undefined ? new URL(location, origin) : undefined;
}

function shown({ status, headers: { location } }: Heard): string {
  return `${location ?? "nowhere"} (${status})`;
}

import { expect, test } from "vitest";
import { err, ok } from "../../contracts/result.ts";
import { corsSettings, organisationsFor, preflight } from "./cors.ts";

const own = "org_0123456789";
const settings = { [own]: ["https://app.example"] };

test.each(["https://app.example/", "https://app.example/a", "http://app.example", "app.example", "*", "null", "https://APP.example"])(
  "%j is no origin that a page can have",
  (origin) => {
    expect(corsSettings(JSON.stringify({ [own]: [origin] })).ok).toBe(false);
  },
);

test("origins with TLS, and those of this machine, can be let in; broken settings are refused", () => {
  expect(corsSettings(JSON.stringify({ [own]: ["https://app.example:8443", "http://localhost:3000"] })).ok).toBe(true);
  expect(corsSettings("{").ok).toBe(false);
  expect(corsSettings('{"acme":[]}').ok).toBe(false);
});

/** What an auth service of one organisation says, which lets in its own page, and how often it was asked. */
function authWith(organisation: string, page: string) {
  const asked: string[] = [];
  const ask = async (origin: string) => {
    asked.push(origin);
    return ok(origin === page ? [organisation] : []);
  };
  return { asked, ask };
}

test("an origin is let in by the organisations that say so, and by the installation for those that it names", async () => {
  const { ask, asked } = authWith("org_own", "https://own.example");
  const env = { CORS_ORIGINS: JSON.stringify(settings) };
  expect(await organisationsFor(env, "https://own.example", 0, ask)).toEqual(["org_own"]);
  expect(await organisationsFor(env, "https://app.example", 0, ask)).toEqual([own]);
  expect(await organisationsFor(env, "https://evil.example", 0, ask)).toEqual([]);
  // What no page can have is not asked for.
  for (const origin of ["null", "http://own.example", null]) expect(await organisationsFor(env, origin, 0, ask)).toEqual([]);
  expect(asked).toEqual(["https://own.example", "https://app.example", "https://evil.example"]);
  // An answer counts for five seconds.
  await organisationsFor(env, "https://own.example", 4_999, ask);
  expect(asked).toHaveLength(3);
  await organisationsFor(env, "https://own.example", 5_000, ask);
  expect(asked).toHaveLength(4);
});

test("nobody is let in while the auth service does not answer, and that is not remembered", async () => {
  const page = "https://away.example";
  expect(await organisationsFor({}, page, 0, () => Promise.reject(new Error("away")))).toEqual([]);
  expect(await organisationsFor({}, page, 1, async () => err("unavailable", "left alone"))).toEqual([]);
  expect(await organisationsFor({}, page, 2, authWith("org_back", page).ask)).toEqual(["org_back"]);
});

test("a preflight of an origin that is let in is answered, and never with credentials", () => {
  const answer = preflight("https://app.example", true);
  expect(answer.get("access-control-allow-origin")).toBe("https://app.example");
  expect(answer.get("access-control-allow-headers")).toContain("idempotency-key");
  expect(answer.has("access-control-allow-credentials")).toBe(false);
  expect(preflight("https://app.example", false).has("access-control-allow-origin")).toBe(false);
  expect(preflight(null, true).has("access-control-allow-origin")).toBe(false);
});

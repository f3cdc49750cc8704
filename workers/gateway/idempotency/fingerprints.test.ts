import { expect, test } from "vitest";
import { newInwardKey } from "../../../tools/system/secrets.ts";
import { Fingerprints } from "./fingerprints.ts";

const body = (text: string) => new TextEncoder().encode(text).buffer;
const json = new Headers({ "content-type": "application/json" });

test("the same request has the same fingerprint wherever the installation answers it, and another one another", async () => {
  const key = newInwardKey();
  const [here, there] = [new Fingerprints(key), new Fingerprints(key)];
  const first = await here.of("?a=1", json, body("{}"));
  expect(await there.of("?a=1", json, body("{}"))).toBe(first);
  const others = [
    here.of("?a=2", json, body("{}")),
    here.of("?a=1", new Headers({ "content-type": "text/plain" }), body("{}")),
    here.of("?a=1", new Headers({ "content-type": "application/json", "if-match": '"v1"' }), body("{}")),
    here.of("?a=1", json, body("{ }")),
  ];
  expect(new Set([first, ...(await Promise.all(others))]).size).toBe(5);
});

test("nobody without the installation's key can tell which body it was", async () => {
  const guessed = body('{"password":"correct horse battery staple"}');
  expect(await new Fingerprints(newInwardKey()).of("", json, guessed)).not.toBe(
    await new Fingerprints(newInwardKey()).of("", json, guessed),
  );
});

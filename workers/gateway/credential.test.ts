import { expect, test } from "vitest";
import { credentialOf } from "./credential.ts";

const of = (headers: Record<string, string>) => credentialOf(new Headers(headers));

test("the session is found among other cookies, whose names only look alike", () => {
  expect(of({ cookie: "theme=dark; x__Host-paissive=no; __Host-paissive=abc; __Host-paissive2=no" })).toEqual({
    kind: "session",
    token: "abc",
  });
});

test("a key comes as a bearer token or in X-Api-Key, and wins over the cookie", () => {
  expect(of({ authorization: "bearer pai_live_1", cookie: "__Host-paissive=abc" })).toEqual({ kind: "key", key: "pai_live_1" });
  expect(of({ "x-api-key": "pai_live_2" })).toEqual({ kind: "key", key: "pai_live_2" });
});

test("another scheme is a wrong key, never a reason to fall back to the cookie", () => {
  expect(of({ authorization: "Basic YTpi", cookie: "__Host-paissive=abc" })).toEqual({ kind: "key", key: "" });
});

test.each(["", "__Host-paissive=", "__Host-paissive", "paissive=abc"])("%j is no session", (cookie) => {
  expect(of({ cookie })).toEqual({ kind: "none" });
});

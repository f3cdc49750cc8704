import { expect, test } from "vitest";
import { err } from "../../contracts/result.ts";
import { refusal } from "./refusal.ts";

const limited = err("rate_limited", "Too many.", { retryAfter: 1.2 }).error;

test("problem details carry code, place and when to come back", async () => {
  const response = refusal(limited, "/api/v1/niches");
  expect(response.status).toBe(429);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("retry-after")).toBe("2");
  expect(await response.json()).toMatchObject({ code: "rate_limited", instance: "/api/v1/niches", status: 429, retryable: true });
});

test("clients of OpenAI's API get its shape", async () => {
  const response = refusal(err("unauthenticated", "No key.").error, "/api/v1/embeddings", "openai");
  expect(response.status).toBe(401);
  expect(response.headers.get("www-authenticate")).toContain("Bearer");
  expect(await response.json()).toEqual({
    error: { message: "No key.", type: "authentication_error", param: null, code: "unauthenticated" },
  });
});

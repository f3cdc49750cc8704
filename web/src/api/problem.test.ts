import { describe, expect, test } from "vitest";
import * as z from "zod";
import { ApiProblem, explain, isFinal, isSignedOut, problemOf, unreachable } from "./problem.ts";

const document = {
  type: "https://paissive.dev/problems/invalid_input",
  title: "The input is not valid",
  status: 400,
  code: "invalid_input",
  detail: "`name`: Too small",
  instance: "/api/v1/niches",
  retryable: false,
  errors: [{ path: "name", message: "Too small" }],
};

describe("a problem document", () => {
  test("keeps its code, its sentence and its wrong fields", () => {
    const problem = problemOf(400, document);
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(explain(problem)).toEqual({
      title: "The input is not valid",
      detail: "`name`: Too small",
      retryable: false,
      code: "invalid_input",
    });
    expect(problem.fields).toEqual({ name: "Too small" });
  });

  test("of a lost session is known as such, and no other is", () => {
    expect(isSignedOut(problemOf(401, { ...document, status: 401, code: "unauthenticated" }))).toBe(true);
    expect(isSignedOut(problemOf(403, { ...document, status: 403, code: "forbidden" }))).toBe(false);
    expect(isSignedOut(new Error("unauthenticated"))).toBe(false);
  });
});

test.each([undefined, "<html>Bad gateway</html>", { error: "?" }])(
  "an answer of 502 with %o still becomes a sentence that says to try again",
  (body) => {
    const { detail, retryable } = explain(problemOf(502, body));
    expect(detail).toContain("502");
    expect(retryable).toBe(true);
  },
);

test("no answer at all can be tried again", () => {
  expect(explain(unreachable("The server cannot be reached.")).retryable).toBe(true);
});

test("an answer that breaks the contract is said to be our mistake, with the place", () => {
  const { error } = z.object({ work: z.object({ status: z.string() }) }).safeParse({ work: {} });
  expect(explain(error).detail).toContain("work.status");
  expect(explain(error)).toMatchObject({ title: "This page and the server do not fit", code: "internal", retryable: true });
});

test("a mistake of the page itself keeps its own words", () => {
  expect(explain(new Error("no such place"))).toEqual({
    title: "Something broke on this page",
    detail: "no such place",
    retryable: true,
    code: "internal",
  });
});

test("only a refusal that stays one ends the asking", () => {
  const problem = (code: string, retryable: boolean) => problemOf(403, { code, title: "t", status: 403, detail: "d", retryable });
  expect([isFinal(problem("forbidden", false)), isFinal(problem("overloaded", true)), isFinal(unreachable("gone")), isFinal(null)]).toEqual(
    [true, false, false, false],
  );
});

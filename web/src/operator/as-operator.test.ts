import { expect, it } from "vitest";
import { ApiProblem, isSignedOut } from "../api/problem.ts";
import { asOperator } from "./as-operator.ts";

const problem = (code: string, status: number) => new ApiProblem({ code, title: "", status, detail: "d", retryable: false });
const refusalOf = async (cause: unknown) => asOperator(Promise.reject(cause)).catch((error: unknown) => error);

it.each([problem("unauthenticated", 401), problem("forbidden", 403)])(
  "takes the refusal of a wrong key for one of the key, not of the session",
  async (cause) => {
    const refusal = await refusalOf(cause);
    expect(refusal).toMatchObject({ code: "forbidden", message: expect.stringContaining("not the operator key") });
    expect(isSignedOut(refusal)).toBe(false);
  },
);

it("leaves answers and every other refusal as they are", async () => {
  expect(await asOperator(Promise.resolve(5))).toBe(5);
  const conflict = problem("conflict", 409);
  expect(await refusalOf(conflict)).toBe(conflict);
});

import { expect, test } from "vitest";
import { money } from "../../../contracts/money.ts";
import { ok } from "../../../contracts/result.ts";
import { exactly } from "./exactly.ts";
import { lifetimeValue } from "./lifetime.ts";

test("an amount beyond what is exact is a fault of the input; any other failure stays what it is", () => {
  const question = { currency: "CHF", arpu: 29, discountRate: 0, grossMargin: 0.8 } as const;
  expect(exactly(() => ok(lifetimeValue({ ...question, churn: 4.4e-323 })))).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  expect(exactly(() => ok(lifetimeValue({ ...question, churn: 0.05 })))).toMatchObject({
    ok: true,
    value: { lifetimeValue: { minor: 580 } },
  });
  expect(() => exactly(() => ok(money(0.5, "CHF")))).toThrow("whole minor units");
});

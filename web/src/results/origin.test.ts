import { expect, test } from "vitest";
import { runAssumptionsSchema } from "../../../contracts/services/agent-teams.ts";
import { originOf } from "./origin.ts";

const assumptions = runAssumptionsSchema.parse({});
const of = (name: string, stated: string[], origin: "stated" | "default" = "stated") => originOf({ name, origin }, { stated, assumptions });

test("calls only that stated which the founder stated, whatever the services were handed", () => {
  expect(of("costPerUser", ["costPerUser"])).toBe("stated by you");
  expect(of("costPerUser", ["elasticity"])).toBe("the method's default");
  expect(of("profitMargin", [], "default")).toBe("the method's default");
});

test("knows the projection's own figures", () => {
  expect(of("churn", ["projection"])).toBe("stated by you");
  expect(of("churn", [])).toBe("the method's default");
});

test("calls the price of a tier the result of an earlier step", () => {
  expect(of("price of Basic", [])).toBe("an earlier step");
});

import { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import { expect, test } from "vitest";
import { moneySchema } from "../../contracts/money.ts";
import { contractOf } from "./contract.ts";
import { jsonAnswer } from "./openapi.ts";

test("a named schema that may be null is described as one or the other", () => {
  const app = new OpenAPIHono();
  const answer = jsonAnswer(z.object({ price: moneySchema, best: moneySchema.nullable() }), "Prices");
  app.openAPIRegistry.registerPath({ method: "get", path: "/prices", operationId: "prices", responses: { 200: answer } });
  const { paths, components } = contractOf(app);
  expect(components["schemas"]).toHaveProperty("Money");
  const money = { $ref: "#/components/schemas/Money" };
  expect(paths["/prices"]).toMatchObject({
    get: {
      responses: {
        200: { content: { "application/json": { schema: { properties: { price: money, best: { anyOf: [money, { type: "null" }] } } } } } },
      },
    },
  });
});

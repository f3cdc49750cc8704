import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { OpenApiDocument } from "../openapi.ts";
import { html } from "./html.ts";
import { referencePage } from "./page.ts";
import { typeOf } from "./shape.ts";

const committed = JSON.parse(readFileSync(new URL("../../../docs/reference/openapi.json", import.meta.url), "utf8")) as OpenApiDocument;
const page = referencePage(committed, "/docs/style.css");

test("every operation and every schema stands on the page, and every link on it leads somewhere", () => {
  const operations = Object.values(committed.paths).flatMap((item) => Object.values(item) as { operationId: string }[]);
  const anchors = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  for (const { operationId } of operations) expect(anchors).toContain(operationId);
  for (const name of Object.keys(committed.components["schemas"] ?? {})) expect(anchors).toContain(`schema-${name}`);
  const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  expect(targets.filter((id) => !anchors.has(id))).toEqual([]);
});

test("nothing on it runs, nothing comes from elsewhere", () => {
  expect(page).not.toMatch(/<script|<style|style=|javascript:|\son[a-z]+=/);
  expect([...page.matchAll(/(?:href|src)="([^"#][^"]*)"/g)].map(([, target]) => target)).toEqual([
    "/docs/style.css",
    "/docs",
    "/api/v1/openapi.json",
  ]);
});

test("what the description says cannot become markup", () => {
  expect(html`<b title="${'"><script>'}">${"<i>&'"}${[html`<br />`, "<"]}${undefined}${false}</b>`.text).toBe(
    '<b title="&#34;&#62;&#60;script&#62;">&#60;i&#62;&#38;&#39;<br />&#60;</b>',
  );
});

test.each([
  [{ type: "string", minLength: 1, maxLength: 100 }, "string (1 to 100)"],
  [{ type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER }, "integer (from 0)"],
  [{ type: "array", items: { enum: ["a", "b"] } }, '("a" | "b")[]'],
  [{ anyOf: [{ $ref: "#/components/schemas/Money" }, { type: "null" }] }, "Money | null"],
  [{ type: "object", additionalProperties: { type: "number" } }, "{ [name]: number }"],
])("%j reads %s", (shape, type) => {
  expect(typeOf(shape)).toBe(type);
});

import { expect, test } from "vitest";
import { methodsAt } from "./methods.ts";

const routes = [
  { method: "ALL", path: "/*" },
  { method: "GET", path: "/api/v1/niches" },
  { method: "POST", path: "/api/v1/niches" },
  { method: "DELETE", path: "/api/v1/niches/:id" },
  { method: "PUT", path: "/api/v1/parts/:number{[0-9]+}" },
];

test.each([
  ["/api/v1/niches", ["GET", "HEAD", "POST"]],
  ["/api/v1/niches/nch_1", ["DELETE"]],
  ["/api/v1/parts/12", ["PUT"]],
  ["/api/v1/parts/twelve", []],
  ["/api/v1/niches/", []],
  ["/api/v1/niches/nch_1/more", []],
  ["/", []],
])("at %s there are %j", (path, methods) => {
  expect(methodsAt(routes, path)).toEqual(methods);
});

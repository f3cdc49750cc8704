import { afterEach, expect, test, vi } from "vitest";
import { log, thrown, traced, tracedBy } from "./log.ts";

const lines: Record<string, unknown>[] = [];
const heard = vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>));
afterEach(() => {
  lines.length = 0;
  heard.mockClear();
});

const one = { requestId: "1".repeat(32), traceparent: "00-one" };
const two = { requestId: "2".repeat(32), traceparent: "00-two" };

test("a line names the request that it is about, however late it comes and whatever else goes on", async () => {
  const late = async (message: string) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    log("error", { message });
  };
  await Promise.all([traced(one, () => late("a")), traced(two, () => late("b"))]);
  log("error", { message: "c" });
  expect(lines).toEqual([
    { level: "error", ...one, message: "a" },
    { level: "error", ...two, message: "b" },
    { level: "error", message: "c" },
  ]);
});

test("a request that did not come through the door has no name", () => {
  expect(tracedBy(new Headers({ "x-request-id": one.requestId, traceparent: one.traceparent }))).toEqual(one);
  expect(tracedBy(new Headers({ "x-request-id": one.requestId }))).toBeUndefined();
});

test("a failed query is told with its cause, and without what it was asked for", () => {
  const failed = new Error("Failed query: select 1 where email = ?\nparams: ada@example.com", { cause: new Error("no such table: users") });
  const told = thrown(failed);
  expect(told).toMatchObject({ message: "Failed query: select 1 where email = ?", cause: "no such table: users" });
  expect(JSON.stringify(told)).not.toContain("ada@example.com");
  expect(told.stack).toContain("log.test.ts");
});

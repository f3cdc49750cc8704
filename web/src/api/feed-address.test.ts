import { expect, test } from "vitest";
import { feedAddress } from "./feed-address.ts";

test("a page over HTTPS opens encrypted sockets only, to its own host", () => {
  expect(feedAddress("/api/v1/runs/run_1/feed", 7, "https://app.example/runs/run_1?view=x").href).toBe(
    "wss://app.example/api/v1/runs/run_1/feed?since=7",
  );
});

test("a page of this machine opens plain ones", () => {
  expect(feedAddress("/api/v1/runs/run_1/feed", 0, "http://localhost:8787/").href).toBe(
    "ws://localhost:8787/api/v1/runs/run_1/feed?since=0",
  );
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { processesOf, residentBytes } from "./processes.ts";

it("finds the processes of a group while they live, and their memory", async () => {
  const child = spawn(process.execPath, ["-e", "process.stdin.resume(); console.log('up')"], { detached: true });
  await once(child.stdout, "data");
  const group = child.pid ?? -1;
  expect(processesOf(group)).toEqual([group]);
  expect(processesOf(group, "workerd")).toEqual([]);
  // No Node process has less than 20 MiB.
  expect(residentBytes(group)).toBeGreaterThan(20 * 2 ** 20);
  child.kill("SIGKILL");
  await once(child, "close");
  expect([processesOf(group), residentBytes(group)]).toEqual([[], 0]);
});

/** The system that journeys share, each with people and an organisation of its own: started before the first of them, ended after the last. */
import type { TestProject } from "vitest/node";
import { wideLimits } from "../../tools/security/stage.ts";
import { startTopology } from "../system/topology.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the system that journeys share. */
    sharedSystem: string;
  }
}

/** Feeds may stand on this machine, and people who come from one address at once do not wait for each other. */
const settings = { ...wideLimits, SOURCE_ALLOW_LOOPBACK: "true" };

export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const system = await startTopology("together", settings);
  project.provide("sharedSystem", system.url);
  return system.stop;
}

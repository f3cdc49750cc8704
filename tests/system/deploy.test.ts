import { expect, it } from "vitest";
import { dryDeploy } from "../../tools/system/dry-deploy.ts";
import { environments } from "./topology.ts";

it.each([undefined, ...environments])("could be deployed: %s", async (env) => {
  expect(await dryDeploy(env)).toContain("--dry-run: exiting now.");
});

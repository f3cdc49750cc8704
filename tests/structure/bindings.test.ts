import { describe, expect, it } from "vitest";
import { unstable_readConfig } from "wrangler";
import { serviceNames } from "../../contracts/services/common.ts";
import { inRoot } from "../../tools/system/paths.ts";

/** The binding graph of the design, per service. */
const design: Record<string, string[]> = {
  gateway: ["agent-teams", "ai-models", "auth", "database", "event-bus", "marketing", "monetization", "niche-analysis"],
  "agent-teams": ["ai-models", "marketing", "monetization", "niche-analysis"],
  "niche-analysis": ["ai-models"],
  marketing: ["ai-models"],
  "event-bus": ["agent-teams", "ai-models", "auth", "marketing", "monetization", "niche-analysis"],
  database: ["agent-teams", "ai-models", "auth", "event-bus", "marketing", "monetization", "niche-analysis"],
  auth: [],
  monetization: [],
  "ai-models": [],
};

const environments = Object.keys(design);

/** The part of wrangler's config that is looked at here. */
interface Config {
  services?: { binding: string; service: string }[];
  d1_databases: { binding: string; database_id?: string; migrations_dir?: string }[];
  workers_dev?: boolean;
}
const configOf = (env?: string): Config =>
  unstable_readConfig({ config: inRoot("wrangler.toml"), ...(env === undefined ? {} : { env }) }, { hideWarnings: true });
const calls = (env: string) => (configOf(env).services ?? []).map((binding) => binding.service.replace("paissive-", "")).toSorted();

describe("the bindings of wrangler.toml", () => {
  it.each(environments)("let %s call just what the design says", (env) => {
    expect(calls(env)).toEqual(design[env]);
  });

  it("have no cycle", () => {
    const graph = new Map(environments.map((env) => [env, calls(env)]));
    const cycleFrom = (node: string, path: string[]): string[] | undefined => {
      if (path.includes(node)) return [...path, node];
      for (const next of graph.get(node) ?? []) {
        const cycle = cycleFrom(next, [...path, node]);
        if (cycle) return cycle;
      }
      return undefined;
    };
    expect(environments.map((env) => cycleFrom(env, [])).filter((cycle) => cycle !== undefined)).toEqual([]);
  });

  it("give every service a database of its own, the same in both topologies", () => {
    const together = configOf().d1_databases.map(({ binding, database_id, migrations_dir }) => ({ binding, database_id, migrations_dir }));
    const apart = serviceNames.flatMap((env) =>
      configOf(env).d1_databases.map(({ binding, database_id, migrations_dir }) => ({ binding, database_id, migrations_dir })),
    );
    const byBinding = (a: { binding: string }, b: { binding: string }) => (a.binding < b.binding ? -1 : 1);
    expect(apart.toSorted(byBinding)).toEqual(together.toSorted(byBinding));
    expect(new Set(together.map(({ database_id }) => database_id)).size).toBe(serviceNames.length);
  });

  it("open no door but the gateway's to the internet", () => {
    expect(environments.filter((env) => configOf(env).workers_dev !== false)).toEqual(["gateway"]);
  });
});

import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { unstable_readConfig } from "wrangler";
import { serviceNames } from "../../contracts/services/common.ts";
import { doorBindings } from "../../contracts/services/gateway.ts";
import { peers } from "../../workers/database/domain/peers.ts";
import { subscribers } from "../../workers/event-bus/domain/subscribers.ts";
import { inRoot, root } from "../../tools/system/paths.ts";

/** The binding graph of the design, per service. */
const design: Record<string, string[]> = {
  gateway: ["agent-teams", "ai-models", "auth", "database", "event-bus", "marketing", "monetization", "niche-analysis"],
  "agent-teams": ["ai-models", "auth", "marketing", "monetization", "niche-analysis"],
  "niche-analysis": ["ai-models", "auth"],
  marketing: [],
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
  assets?: { binding?: string };
  durable_objects: { bindings: { name: string; class_name: string }[] };
  r2_buckets: { binding: string; bucket_name?: string }[];
  queues: { producers?: { binding: string; queue: string }[]; consumers?: { queue: string }[] };
  exports?: Record<string, object>;
  triggers: { crons?: string[] | undefined };
  workers_dev?: boolean;
}
const configOf = (env?: string): Config =>
  unstable_readConfig({ config: inRoot("wrangler.toml"), ...(env === undefined ? {} : { env }) }, { hideWarnings: true });
/** The source text of a Worker: its own folder and those of its actors. */
function codeOf(env: string, actors: readonly string[]): string {
  const folders = [`workers/${env}`, ...actors.map((actor) => `durable-objects/${actor.replace(/(?<=.)([A-Z])/g, "-$1").toLowerCase()}`)];
  const files = folders.flatMap((folder) => globSync(`${folder}/**/*.ts`, { cwd: root, exclude: (path) => /test/.test(path) }));
  return files.map((file) => readFileSync(inRoot(file), "utf8")).join("\n");
}
const calls = (env: string) => (configOf(env).services ?? []).map((binding) => binding.service.replace("paissive-", "")).toSorted();

describe("the bindings of wrangler.toml", () => {
  it.each(environments)("let %s call just what the design says", (env) => {
    expect(calls(env)).toEqual(design[env]);
  });

  it.each(serviceNames)("are what %s says of itself that it calls", (env) => {
    const lists: Record<string, readonly string[]> = { subscribers, peers };
    const description = new RegExp(`service: "${env}",\\s*dependencies: (\\[[^\\]]*\\]|\\w+)`).exec(codeOf(env, []))?.[1] ?? "";
    const told = lists[description] ?? (JSON.parse(description) as string[]);
    expect(told.toSorted()).toEqual(calls(env));
  });

  it("are what the gateway says of itself that it uses: all services, the files of the app and its own actors", () => {
    const { assets, durable_objects } = configOf("gateway");
    const besides = [assets?.binding ?? "", ...durable_objects.bindings.map(({ name }) => name)];
    expect(serviceNames.toSorted()).toEqual(calls("gateway"));
    expect(besides.map((name) => name.toLowerCase().replaceAll("_", "-")).toSorted()).toEqual(doorBindings.toSorted());
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

  it("give all of what the services have to the one Worker too", () => {
    const apart = environments.map((env) => configOf(env));
    const together = configOf();
    const lines = (configs: Config[], of: (config: Config) => object[]) => {
      const all = configs.flatMap(of).map((one) => JSON.stringify(Object.entries(one).toSorted()));
      return [...new Set(all)].toSorted();
    };
    const kinds: ((config: Config) => object[])[] = [
      (config) => config.durable_objects.bindings,
      (config) => Object.keys(config.exports ?? {}).map((actor) => ({ actor })),
      (config) => config.r2_buckets,
      (config) => config.queues.producers ?? [],
      (config) => config.queues.consumers ?? [],
      (config) => (config.triggers.crons ?? []).map((cron) => ({ cron })),
    ];
    for (const of of kinds) expect(lines([together], of)).toEqual(lines(apart, of));
  });

  it.each([undefined, ...environments])("name every class of actors that a Worker has, and no other: %s", (env) => {
    const { durable_objects, exports = {} } = configOf(env);
    expect(durable_objects.bindings.map(({ class_name }) => class_name).toSorted()).toEqual(Object.keys(exports).toSorted());
  });

  it.each(environments.filter((env) => env !== "gateway"))("give %s nothing that its code does not use", (env) => {
    const { services = [], d1_databases, durable_objects, r2_buckets, queues } = configOf(env);
    const bound = [
      ...[...services, ...d1_databases, ...r2_buckets, ...(queues.producers ?? [])].map(({ binding }) => binding),
      ...durable_objects.bindings.map(({ name }) => name),
    ];
    const code = codeOf(env, Object.keys(configOf(env).exports ?? {}));
    expect(bound.filter((name) => !new RegExp(`\\b${name}\\b`).test(code))).toEqual([]);
  });

  it("open no door but the gateway's to the internet", () => {
    expect(environments.filter((env) => configOf(env).workers_dev !== false)).toEqual(["gateway"]);
  });
});

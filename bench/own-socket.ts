/**
 * The Workers of the split topology as they would be deployed, in one runtime, with a socket that belongs to the gateway: what wrangler
 * and Miniflare put in front of a Worker for development (a proxy, an entry, the router of its files), each JavaScript on the one thread
 * that all Workers share here, costs more than the gateway's own refusal.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from "wrangler";
import { environments } from "../tests/system/topology.ts";
import { Wire } from "../tools/security/wire.ts";
import { bundled } from "../tools/system/dry-deploy.ts";
import { applyMigrations } from "../tools/system/migrations.ts";
import { inRoot } from "../tools/system/paths.ts";
import { inwardVariables, localDoor, newInwardKey } from "../tools/system/secrets.ts";

export interface OwnSocket {
  wire: Wire;
  stop(): Promise<void>;
}

/** `more`: further variables of the Workers. The folder of its state goes with it. */
export async function openOwnSocket(more: Readonly<Record<string, string>>): Promise<OwnSocket> {
  const folder = mkdtempSync(join(tmpdir(), "paissive-own-socket-"));
  const variables = { AUTH_SECRET: "the-secret-of-the-bench-0123456789abcdef", ...localDoor, ...inwardVariables(newInwardKey()), ...more };
  await applyMigrations(folder);
  const workers = [];
  for (const env of environments) workers.push(await workerOf(env, folder, variables));
  const runtime = new Miniflare(convertV4MiniflareOptions({ workers, resourcePersistencePath: join(folder, "v3") }));
  await runtime.ready;
  const { port } = await runtime.unsafeGetDirectURL(nameOf("gateway"));
  const wire = new Wire(Number(port));
  return {
    wire,
    async stop() {
      wire.close();
      await runtime.dispose();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const nameOf = (env: string) => `paissive-${env}`;

/** Without the files of the web app: their router would stand before the gateway. */
async function workerOf(env: string, folder: string, variables: Readonly<Record<string, string>>) {
  const out = join(folder, "bundles", env);
  await bundled(env, out);
  const {
    workerOptions: { assets: _, ...workerOptions },
  } = unstable_getMiniflareWorkerOptions(unstable_readConfig({ config: inRoot("wrangler.toml"), env }, { hideWarnings: true }), env);
  return {
    ...workerOptions,
    name: nameOf(env),
    bindings: { ...variables },
    modules: [{ type: "ESModule" as const, path: "index.js", contents: readFileSync(join(out, "index.js"), "utf8") }],
    ...(env === "gateway" && { unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }] }),
  };
}

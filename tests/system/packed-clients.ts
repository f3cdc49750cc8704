/** The client and the command line as packages: packed, installed where nothing else is, and used by plain Node. */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import * as z from "zod";
import type { RunningTopology } from "./topology.ts";

const run = promisify(execFile);
const keySchema = z.object({ id: z.string(), key: z.string() }).loose();
const clients = join(import.meta.dirname, "..", "..", "clients");

const program = `
import { connect, everyItem, listApiKeys, me } from "@paissive/client";
const [url, key] = process.argv.slice(2);
const client = connect({ url, key });
const { data } = await me({ client });
const { error, response } = await me({ client: connect({ url, key: "pai_nobody" }) });
const names = [];
for await (const { name } of everyItem((cursor) => listApiKeys({ client, query: { limit: 1, cursor }, throwOnError: true }))) names.push(name);
console.log(JSON.stringify({ acts: data.principal.kind, refused: [response.status, error.code], names }));
`;

/** Type checks as a program of somebody else would, and has one mistake in it that must be seen. */
const typed = `
import { connect, createNiche, type CreateNicheResponse } from "@paissive/client";
const client = connect({ url: "https://paissive.example", key: "pai_live_" });
const { data } = await createNiche({ client, body: { name: "Bag straps" } });
export const niche: CreateNicheResponse | undefined = data;
// @ts-expect-error there is no such field
void createNiche({ client, body: { title: "Bag straps" } });
`;

export function packedClientsTest(system: () => RunningTopology): void {
  it("serves the client and the command line as they are packed, in a folder where nothing else is installed", async () => {
    const { url, api } = system();
    const folder = await mkdtemp(join(tmpdir(), "paissive-packed-"));
    try {
      const made = [];
      for (const name of ["packed", "packed too"])
        made.push(await api.post("/api/v1/api-keys", keySchema, { name, scopes: ["keys:read", "niches:read"] }, name));
      const { id = "", key = "" } = made[0] ?? {};
      const inFolder = { cwd: folder, env: { ...process.env, PAISSIVE_CONFIG: join(folder, "account.json") } };
      await run("npm", ["pack", "--silent", join(clients, "typescript"), join(clients, "cli")], inFolder);
      await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
      const packed = (await readdir(folder)).filter((file) => file.endsWith(".tgz")).map((file) => `./${file}`);
      await run("npm", ["install", "--offline", "--no-audit", "--no-fund", ...packed], inFolder);
      expect((await readdir(join(folder, "node_modules"))).filter((name) => !name.startsWith("."))).toEqual(["@paissive"]);

      await writeFile(join(folder, "program.js"), program);
      const { stdout } = await run(process.execPath, ["program.js", url, key], inFolder);
      expect(JSON.parse(stdout)).toMatchObject({
        acts: "api-key",
        refused: [401, "unauthenticated"],
        names: expect.arrayContaining(["packed", "packed too"]),
      });

      const paissive = async (...args: string[]) => {
        const env = { ...inFolder.env, PAISSIVE_KEY: key };
        return run(join(folder, "node_modules", ".bin", "paissive"), ["--url", url, ...args], { cwd: folder, env });
      };
      expect(JSON.parse((await paissive("--json", "whoami")).stdout)).toMatchObject({ principal: { kind: "api-key", id } });
      await expect(paissive("niches", "create", "Not allowed")).rejects.toMatchObject({ code: 4 });

      await writeFile(join(folder, "typed.ts"), typed);
      const compiler = join(clients, "..", "node_modules", ".bin", "tsc");
      const library = ["--lib", "es2024,dom,dom.iterable,dom.asynciterable", "--types", ""];
      await run(compiler, ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024", ...library, "typed.ts"], inFolder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

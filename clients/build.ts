/**
 * `npm run build:clients`: what `npm pack` packs of `clients/`, each in the folder `built` of its package. `node clients/build.ts client` or `cli` makes one
 * of them. Neither depends on another package.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "vite";

const here = import.meta.dirname;
const licence = join(here, "..", "LICENSE");

const packages = {
  /** JavaScript and declarations, module by module. */
  async client(): Promise<void> {
    const folder = emptied("typescript");
    const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
    execFileSync(process.execPath, [compiler, "-p", "tsconfig.build.json"], { cwd: dirname(folder), stdio: "inherit" });
    copyFileSync(licence, join(folder, "LICENSE"));
  },
  /** One file that runs by itself, with what it uses in it, and their licences beside it. */
  async cli(): Promise<void> {
    const folder = emptied("cli");
    await build({
      configFile: false,
      root: join(here, "cli"),
      logLevel: "warn",
      publicDir: false,
      ssr: { noExternal: true },
      build: {
        ssr: "main.ts",
        target: "node22",
        outDir: folder,
        license: { fileName: "LICENSES.md" },
        rolldownOptions: { output: { entryFileNames: "paissive.js" } },
      },
    });
    copyFileSync(licence, join(folder, "LICENSE"));
  },
};

/** The folder of a package's built files, without those of an earlier time. */
function emptied(name: string): string {
  const folder = join(here, name, "built");
  rmSync(folder, { recursive: true, force: true });
  return folder;
}

const wanted = process.argv.slice(2);
for (const [name, make] of Object.entries(packages)) if (wanted.length === 0 || wanted.includes(name)) await make();

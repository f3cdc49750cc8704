/** The commands of `paissive`. */
import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { Argument, Command, CommanderError } from "commander";
import { accountFile, forgetAccount, readAccount, writeAccount } from "./account-file.ts";
import { call, exitCodes, Failure, json, type Account, type Sent } from "./api.ts";
import { completionFor, shells, type Shell } from "./completion.ts";
import { shown } from "./table.ts";

/** What a command touches of the process. */
export interface Surroundings {
  env: NodeJS.ProcessEnv;
  print(text: string): void;
  complain(text: string): void;
  /** All of standard input. */
  input(): Promise<string>;
}

const types: Readonly<Record<string, string>> = {
  ".csv": "text/csv",
  ".tsv": "text/tab-separated-values",
  ".json": "application/json",
  ".jsonl": "application/jsonl",
  ".ndjson": "application/x-ndjson",
  ".xml": "application/xml",
  ".mbox": "application/mbox",
  ".txt": "text/plain",
};

/** Runs the command line `args` (without the program's own name) and gives its exit code. */
export async function run(args: readonly string[], around: Surroundings): Promise<number> {
  const program = programOf(around);
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCodes.ok;
  } catch (cause) {
    if (cause instanceof CommanderError) return cause.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    around.complain(cause instanceof Error ? cause.message : String(cause));
    return cause instanceof Failure ? cause.exitCode : exitCodes.failed;
  }
}

export function programOf({ env, print, complain, input }: Surroundings): Command {
  const file = accountFile(env);
  const program = new Command("paissive")
    .description("pAIssive from the command line, with an API key.")
    .option("--json", "answers as JSON")
    .option("--url <url>", "the installation (PAISSIVE_URL)")
    .exitOverride()
    .configureOutput({ writeOut: (text) => print(text.trimEnd()), writeErr: (text) => complain(text.trimEnd()) });
  const options = () => program.opts<{ json?: boolean; url?: string }>();
  const account = (): Account => {
    const stored = readAccount(file);
    const url = options().url ?? env["PAISSIVE_URL"] ?? stored.url;
    const key = env["PAISSIVE_KEY"] ?? stored.key;
    if (url === undefined || key === undefined) throw new Failure("Sign in first: paissive login --url URL", exitCodes.unauthenticated);
    // A stored key belongs to its installation, and is sent nowhere else.
    if (env["PAISSIVE_KEY"] === undefined && stored.url !== undefined && url !== stored.url)
      throw new Failure(`The stored key is for ${stored.url}. Sign in there: paissive login --url ${url}`, exitCodes.unauthenticated);
    return { url, key };
  };
  const tell = (value: unknown, columns?: readonly string[]) =>
    print(options().json ? JSON.stringify(value ?? null) : shown(value, columns));
  const get = async (path: string, columns?: readonly string[]) => tell(await call(account(), "GET", path), columns);
  const send = async (method: string, path: string, sent?: Sent) => tell(await call(account(), method, path, sent));
  const at = (collection: string, id: string, rest = "") => `/api/v1/${collection}/${encodeURIComponent(id)}${rest}`;

  program
    .command("login")
    .description("keep an installation and a key, read from PAISSIVE_KEY or standard input")
    .action(async () => {
      const url = options().url ?? env["PAISSIVE_URL"] ?? "http://localhost:8787";
      if (!URL.canParse(url)) throw new Failure(`${url} is no address.`, exitCodes.usage);
      const key = (env["PAISSIVE_KEY"] ?? (await input())).trim();
      const own = { url: new URL(url).origin, key };
      const me = await call(own, "GET", "/api/v1/auth/me");
      writeAccount(file, own);
      tell(me);
    });
  program
    .command("logout")
    .description("forget them")
    .action(() => {
      forgetAccount(file);
      tell(undefined);
    });
  program
    .command("whoami")
    .description("who the key acts as")
    .action(() => get("/api/v1/auth/me"));

  const niches = program.command("niches").description("niches and their scores");
  niches.command("list").action(() => get("/api/v1/niches?limit=200", ["id", "name", "score", "evidenceCount"]));
  niches.command("get <id>").action((id: string) => get(at("niches", id)));
  niches.command("create <name>").action((name: string) => send("POST", "/api/v1/niches", json({ name })));
  niches.command("analyse <id>").action((id: string) => send("POST", at("niches", id, "/analyses"), json({})));

  program
    .command("import <niche> <file>")
    .description("import a file as evidence; its ending says what it is")
    .option("--type <type>", "its media type")
    .action(async (niche: string, path: string, { type }: { type?: string }) => {
      const known = type ?? types[extname(path).toLowerCase()] ?? "application/octet-stream";
      let body: Uint8Array<ArrayBuffer>;
      try {
        body = new Uint8Array(readFileSync(path));
      } catch (cause) {
        throw new Failure(`${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, exitCodes.usage);
      }
      await send("POST", at("niches", niche, "/evidence"), { body, type: known });
    });

  const runs = program.command("runs").description("runs of agent teams");
  runs.command("list").action(() => get("/api/v1/runs?limit=200", ["id", "status", "nicheId", "createdAt"]));
  runs.command("get <id>").action((id: string) => get(at("runs", id)));
  runs
    .command("start")
    .requiredOption("--team <id>")
    .requiredOption("--niche <id>")
    .action(({ team, niche }: { team: string; niche: string }) => send("POST", "/api/v1/runs", json({ teamId: team, nicheId: niche })));
  for (const action of ["cancel", "resume"])
    runs.command(`${action} <id>`).action((id: string) => send("POST", at("runs", id, `/${action}`)));

  program
    .command("models")
    .description("models that nodes serve")
    .action(() => get("/api/v1/models"));

  const keys = program.command("keys").description("API keys");
  keys.command("list").action(() => get("/api/v1/api-keys?limit=200", ["id", "name", "scopes", "expiresAt", "revokedAt"]));
  keys
    .command("create <name>")
    .requiredOption("--scope <scope...>", "permissions, at most your own")
    .action((name: string, { scope }: { scope: string[] }) => send("POST", "/api/v1/api-keys", json({ name, scopes: scope })));
  keys.command("revoke <id>").action((id: string) => send("DELETE", at("api-keys", id)));

  program
    .command("completion")
    .description("a script by which a shell completes the commands")
    .addArgument(new Argument("<shell>").choices(shells))
    .action((shell: Shell) => print(completionFor(shell, program)));
  return program;
}

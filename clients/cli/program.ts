/** The commands of `paissive`. */
import { setTimeout as sleep } from "node:timers/promises";
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { scopes, type Scope } from "../../contracts/principal.ts";
import {
  analyseNiche,
  cancelRun,
  connect,
  createApiKey,
  createNiche,
  everyItem,
  getNiche,
  getRun,
  listApiKeys,
  listModels,
  listNiches,
  listRuns,
  listTeams,
  me,
  resumeRun,
  revokeApiKey,
  rotateApiKey,
  startRun,
  type Client,
  type Page,
} from "../typescript/index.ts";
import { accountFile, forgetAccount, readAccount, writeAccount } from "./account-file.ts";
import { exitCodes, Failure, valueOf, type Account, type Answered } from "./api.ts";
import { candidatesFor } from "./completion/candidates.ts";
import { linesOf, scriptFor, shells, type Shell } from "./completion/scripts.ts";
import { keyByDevice } from "./device-login.ts";
import { importFile } from "./import-file.ts";
import { shown } from "./table.ts";

/** What a command touches of the process. */
export interface Surroundings {
  env: NodeJS.ProcessEnv;
  print(text: string): void;
  complain(text: string): void;
  /** Shows how far a command is, in the place of what it showed before. Default: nowhere. */
  progress?(line: string): void;
  /** All of standard input. */
  input(): Promise<string>;
  /** True when standard input is a person at a terminal, not a file or another program. Default false. */
  isTerminal?: boolean;
  /** Resolves after so many milliseconds. Default: by the clock. */
  wait?(ms: number): Promise<unknown>;
}

/** What the functions that list take. */
interface PageAsked {
  client: Client;
  query: { limit: number; cursor: string | undefined };
}

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

function wholeSeconds(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give whole seconds.");
}

export function programOf({
  env,
  print,
  complain,
  progress = () => undefined,
  input,
  isTerminal = false,
  wait = sleep,
}: Surroundings): Command {
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
  /** Tells what `ask` is answered. */
  const show = async <Value>(ask: (client: Client) => Promise<Answered<Value>>, columns?: readonly string[]) => {
    const own = account();
    tell(await valueOf(own.url, ask(connect(own))), columns);
  };
  /** Tells all of a list. */
  const showAll = async <Item>(read: (page: PageAsked) => Promise<Answered<Page<Item>>>, columns: readonly string[]) => {
    const own = account();
    const client = connect(own);
    const items: Item[] = [];
    const pages = everyItem(async (cursor) => ({ data: await valueOf(own.url, read({ client, query: { limit: 200, cursor } })) }));
    for await (const item of pages) items.push(item);
    tell({ items }, columns);
  };

  program
    .command("login")
    .description("let a person sign this program in with a browser; or keep a key from PAISSIVE_KEY or standard input")
    .option("--key", "read a key from standard input, as is done when that is no terminal")
    .addOption(new Option("--scope <scope...>", "permissions to ask for; all that the person has when left out").choices(scopes))
    .action(async ({ key: given, scope }: { key?: boolean; scope?: Scope[] }) => {
      const url = options().url ?? env["PAISSIVE_URL"] ?? "http://localhost:8787";
      if (!URL.canParse(url)) throw new Failure(`${url} is no address.`, exitCodes.usage);
      const { origin } = new URL(url);
      const typed = given === true || !isTerminal ? input : () => keyByDevice(origin, scope, { complain, wait });
      const own = { url: origin, key: (env["PAISSIVE_KEY"] ?? (await typed())).trim() };
      const answer = await valueOf(own.url, me({ client: connect(own) }));
      writeAccount(file, own);
      tell(answer);
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
    .action(() => show((client) => me({ client })));

  const niches = program.command("niches").description("niches and their scores");
  niches.command("list").action(() => showAll(listNiches, ["id", "name", "score", "evidenceCount"]));
  niches.command("get <id>").action((id: string) => show((client) => getNiche({ client, path: { id } })));
  niches.command("create <name>").action((name: string) => show((client) => createNiche({ client, body: { name } })));
  niches.command("analyse <id>").action((id: string) => show((client) => analyseNiche({ client, path: { id }, body: {} })));

  program
    .command("import <niche> <file>")
    .description("import a file as evidence; called again after an interruption, it goes on where it broke off")
    .option("--type <type>", "not needed any more: its bytes say what it is")
    .option("--encoding <name>", "what it is written in, where its bytes do not tell (windows-1251, shift_jis)")
    .action(async (niche: string, path: string, { encoding }: { encoding?: string }) => {
      const own = account();
      const client = connect(own);
      const report = await importFile({ client, url: own.url, niche, path, encoding, progress, wait });
      tell(report);
    });

  const runs = program.command("runs").description("runs of agent teams");
  runs.command("list").action(() => showAll(listRuns, ["id", "status", "nicheId", "createdAt"]));
  runs.command("get <id>").action((id: string) => show((client) => getRun({ client, path: { id } })));
  runs
    .command("start")
    .requiredOption("--team <id>")
    .requiredOption("--niche <id>")
    .action(({ team, niche }: { team: string; niche: string }) =>
      show((client) => startRun({ client, body: { teamId: team, nicheId: niche } })),
    );
  runs.command("cancel <id>").action((id: string) => show((client) => cancelRun({ client, path: { id } })));
  runs.command("resume <id>").action((id: string) => show((client) => resumeRun({ client, path: { id } })));

  program
    .command("teams")
    .description("teams of agents")
    .command("list")
    .action(() => showAll(listTeams, ["id", "name", "createdAt"]));

  program
    .command("models")
    .description("models that nodes serve")
    .action(() => show((client) => listModels({ client })));

  const keys = program.command("keys").description("API keys");
  keys.command("list").action(() => showAll(listApiKeys, ["id", "name", "service", "scopes", "expiresAt", "revokedAt"]));
  keys
    .command("create <name>")
    .addOption(new Option("--scope <scope...>", "permissions, at most your own").choices(scopes).makeOptionMandatory())
    .option("--service", "it acts as a service of the organisation, not as you")
    .action((name: string, { scope, service }: { scope: Scope[]; service?: boolean }) =>
      show((client) => createApiKey({ client, body: { name, scopes: scope, ...(service === true && { actsAs: "service" as const }) } })),
    );
  keys
    .command("rotate <id>")
    .description("make a key in its place; the old one goes on for the overlap")
    .option("--overlap <seconds>", "how long the old key goes on; a day when left out, a week at most", wholeSeconds)
    .action((id: string, { overlap }: { overlap?: number }) =>
      show((client) => rotateApiKey({ client, path: { id }, body: overlap === undefined ? {} : { overlapSeconds: overlap } })),
    );
  keys.command("revoke <id>").action((id: string) => show((client) => revokeApiKey({ client, path: { id } })));

  program
    .command("completion")
    .description("a script by which a shell completes the commands")
    .addArgument(new Argument("<shell>").choices(shells))
    .action((shell: Shell) => print(scriptFor(shell)));
  program
    .command("complete [words...]", { hidden: true })
    .description("what can stand at the end of these words; the scripts of `completion` ask it")
    .action((words: string[]) => {
      const lines = linesOf(candidatesFor(program, words));
      if (lines !== "") print(lines);
    });
  return program;
}

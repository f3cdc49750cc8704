import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig, type TestProjectConfiguration } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files of minutes: begun last, one of them would run alone at the end. */
const long = [
  "tests/system/chaos",
  "tests/security/door",
  "tests/system/demo",
  "tests/system/backup",
  "tests/system/main-job",
  "tests/journeys/",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => long.some((name) => moduleId.includes(name));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/** Tests that run inside workerd, against the Worker of `<owner>/testing/wrangler.toml`. */
function inWorkerd(name: string, owner: string, include: string[] = [owner]): TestProjectConfiguration {
  return {
    plugins: [cloudflareTest({ wrangler: { configPath: `./${owner}/testing/wrangler.toml` } })],
    test: {
      name: `workerd:${name}`,
      include: include.map((folder) => `${folder}/**/*.worker.test.ts`),
      testTimeout: 60_000,
      // The package's files have no extensions in their imports, which only a bundler resolves.
      deps: {
        optimizer: {
          ssr: {
            enabled: true,
            include: ["itty-durable", "zod", "hono", "@hono/zod-openapi", "drizzle-orm", "drizzle-orm/d1", "drizzle-orm/sqlite-core"],
          },
        },
      },
    },
  };
}

/** Journeys of people who share one system. Those that need a system of their own stand in a folder below. */
const sharing = "tests/journeys/*.test.ts";

const wholeSystem = {
  environment: "node",
  globalSetup: ["tests/journeys/unpacked-browser.ts"],
  testTimeout: 180_000,
  hookTimeout: 180_000,
  // Each file starts processes of its own, a browser at least; more at once would starve them.
  maxWorkers: 2,
  sequence: { groupOrder: 1 },
};

/** Pure code in Node; the kernel, services and actors in workerd; the whole system as processes. */
export default defineConfig({
  test: {
    // What a passing test printed helps nobody.
    silent: "passed-only",
    // By default one core is left idle, which of two is half.
    maxWorkers: "100%",
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "unit",
          // Nothing here leaves anything behind for the next file, and a fresh context for each costs as much as all tests together.
          isolate: false,
          include: ["**/*.test.ts"],
          exclude: ["**/node_modules/**", "**/*.worker.test.ts", "**/*.system.test.ts", "tests/**"],
          environment: "node",
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      inWorkerd("kernel", "durable-objects/kernel", ["durable-objects/kernel", "workers/niche-analysis"]),
      inWorkerd("event-bus", "workers/event-bus", [
        "workers/event-bus",
        "durable-objects/event-subscription",
        "durable-objects/event-archivist",
        "workers/database",
        "workers/kit",
      ]),
      inWorkerd("monetization", "workers/monetization"),
      inWorkerd("marketing", "workers/marketing"),
      inWorkerd("ai-models", "workers/ai-models"),
      inWorkerd("gateway", "workers/gateway", ["durable-objects/idempotency"]),
      {
        test: {
          name: "system",
          include: ["tests/**/*.test.ts", "**/*.system.test.ts"],
          exclude: ["**/node_modules/**", sharing],
          ...wholeSystem,
        },
      },
      {
        test: {
          name: "journeys",
          include: [sharing],
          ...wholeSystem,
          globalSetup: [...wholeSystem.globalSetup, "tests/journeys/shared-system.ts"],
        },
      },
    ],
  },
});

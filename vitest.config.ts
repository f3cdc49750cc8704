import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

/** Four suites: pure code in Node, the kernel in workerd, services and actors in workerd, the whole system as processes. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["**/*.test.ts"],
          exclude: ["**/node_modules/**", "**/*.worker.test.ts", "**/*.system.test.ts", "tests/**"],
          environment: "node",
          testTimeout: 30_000,
        },
      },
      {
        plugins: [cloudflareTest({ wrangler: { configPath: "./durable-objects/kernel/testing/wrangler.toml" } })],
        test: { name: "kernel", include: ["durable-objects/kernel/**/*.worker.test.ts"], testTimeout: 60_000 },
      },
      {
        test: {
          name: "system",
          include: ["tests/**/*.test.ts", "**/*.system.test.ts"],
          exclude: ["**/node_modules/**"],
          environment: "node",
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});

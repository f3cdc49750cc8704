import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../tools/system/paths.ts";

/** Who owns which actor: an actor may use the `domain/` of its owner. */
const ownerOf: Record<string, string> = {
  niche: "niche-analysis",
  "source-host": "niche-analysis",
  "agent-team": "agent-teams",
  "event-subscription": "event-bus",
  "event-archivist": "event-bus",
  "webhook-endpoint": "event-bus",
  maintenance: "database",
  "node-pool": "ai-models",
  "node-link": "ai-models",
  "rate-limit": "gateway",
  idempotency: "gateway",
};

interface Import {
  from: string;
  to: string;
}

const source = /\.(ts|tsx)$/;
const test = /(\.(worker\.|system\.)?test\.tsx?|\/testing\/.*)$/;

function files(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ["dist", "node_modules", "migrations"].includes(entry.name) ? [] : files(path);
    return source.test(path) && !test.test(path) ? [path] : [];
  });
}

function importsOf(path: string): Import[] {
  const text = readFileSync(join(root, path), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g)].map(([, target = ""]) => ({
    from: path,
    to: relative(root, join(root, dirname(path), target)),
  }));
}

/** The room that a path stands in: `workers/auth`, `durable-objects/kernel`, `contracts`, … */
function roomOf(path: string): string {
  const parts = path.split("/");
  return parts[0] === "workers" || parts[0] === "durable-objects" ? parts.slice(0, 2).join("/") : (parts[0] ?? "");
}

export function allowed({ from, to }: Import): boolean {
  const [here, there] = [roomOf(from), roomOf(to)];
  if (here === there || there === "contracts") return true;
  // The version of the product.
  if (from === "workers/kit/version.ts") return to === "package.json";
  if (from === "workers/index.ts") return there.startsWith("workers/");
  if (here === "workers/kit" || here === "contracts" || here === "web" || here === "gpu-node") return false;
  if (here.startsWith("workers/")) {
    // A service's Worker exports the classes of its own actors.
    const actor = there.startsWith("durable-objects/") ? there.split("/")[1] : undefined;
    return there === "workers/kit" || (actor !== undefined && ownerOf[actor] === here.split("/")[1]);
  }
  if (here.startsWith("durable-objects/")) {
    const owner = ownerOf[here.split("/")[1] ?? ""];
    return there === "durable-objects/kernel" || (owner !== undefined && to.startsWith(`workers/${owner}/domain/`));
  }
  return ["tools", "tests", "bench"].includes(here);
}

const all = ["contracts", "workers", "durable-objects", "gpu-node", "web", "tools"].flatMap(files).flatMap(importsOf);

describe("who may import whom", () => {
  it("sees the code at all", () => {
    expect(all.length).toBeGreaterThan(300);
  });

  it("holds for every import", () => {
    expect(all.filter((one) => !allowed(one)).map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it("would notice a service that reaches into another, an app that reaches into a service, an actor that reaches past its owner's domain", () => {
    expect(allowed({ from: "workers/marketing/index.ts", to: "workers/monetization/store.ts" })).toBe(false);
    expect(allowed({ from: "web/src/main.tsx", to: "workers/auth/index.ts" })).toBe(false);
    expect(allowed({ from: "durable-objects/niche/actor.ts", to: "workers/niche-analysis/store.ts" })).toBe(false);
    expect(allowed({ from: "gpu-node/main.ts", to: "durable-objects/kernel/types.ts" })).toBe(false);
  });

  it("lets nothing but Node-side code use Node packages in the Workers", () => {
    const offenders = ["contracts", "workers", "durable-objects"].flatMap(files).filter((path) => {
      const text = readFileSync(join(root, path), "utf8");
      return /from "(?:onnxruntime-node|undici|node:fs|node:child_process|node:worker_threads)/.test(text);
    });
    expect(offenders).toEqual([]);
  });
});

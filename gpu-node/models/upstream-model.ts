/** A model that another server computes: `openai+https://host/v1#model`, an OpenAI-compatible one such as Ollama, LM Studio, vLLM or a cloud. */
import { createHash } from "node:crypto";
import type { ModelManifest } from "../../contracts/model-manifest.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { UpstreamEngine, type Upstream } from "../backends/upstream-engine.ts";
import { sourceText } from "./origin.ts";
import type { ModelProperties } from "./model-store.ts";
import type { ModelChoice } from "./servable-model.ts";
import { isSafeAddress } from "./sources/address.ts";

export interface UpstreamModel extends ModelProperties {
  kind: "upstream";
  name: string;
  /** SHA-256 over address, model and size: what the upstream computes with is its own affair. */
  version: string;
  upstream: Upstream;
  manifest: ModelManifest;
}

/** Characters of a text that are sent. */
const mostCharacters = 32_768;

/** Characters of the host that names who computes. */
const mostOfProvider = 100;

const form = /^openai\+(https?:\/\/[^#]+)#(.+)$/;

/** `undefined` for another address; `invalid_input` when this one cannot be used. `key` is sent as a bearer token. */
export function upstreamChoice(name: string, address: string, key: string | undefined): Result<ModelChoice> | undefined {
  if (!address.startsWith("openai+")) return undefined;
  const [, url = "", model = ""] = form.exec(address) ?? [];
  if (!URL.canParse(url)) return err("invalid_input", "give openai+https://host/v1#model");
  const base = new URL(url);
  if (base.username !== "" || base.search !== "") return err("invalid_input", "the address can hold neither credentials nor a query");
  if (key !== undefined && !isSafeAddress(base)) return err("invalid_input", "a key is not sent over plain http to another machine");
  const upstream: Upstream = { base: url.replace(/\/+$/, ""), model, ...(key === undefined ? {} : { key }) };
  return ok({ name, make: (_store, { report }) => make(name, upstream, report) });
}

/** Asks for one vector: whether the upstream answers, and how long its vectors are. */
async function make(
  name: string,
  upstream: Upstream,
  report: Parameters<ModelChoice["make"]>[1]["report"],
): Promise<Result<UpstreamModel>> {
  report({ model: name, step: "list" });
  const dimensions = await UpstreamEngine.probe(upstream);
  if (!dimensions.ok) return err("unavailable", `${name}: ${dimensions.error.detail}`, { retryable: dimensions.error.retryable });
  report({ model: name, step: "ready" });
  const version = createHash("sha256")
    .update(JSON.stringify([upstream.base, upstream.model, dimensions.value]))
    .digest("hex");
  const shape = { task: "embedding" as const, dimensions: dimensions.value, maxTokens: mostCharacters };
  const { base, model } = upstream;
  const manifest = { files: [], source: sourceText(`openai+${base}#${model}`), provider: new URL(base).host.slice(0, mostOfProvider) };
  return ok({ kind: "upstream", name, version, upstream, ...shape, manifest });
}

/** From the address of a model, as an operator writes it, to its source. */
import { err, ok, type Result } from "../../../contracts/result.ts";
import { isSafeAddress } from "./address.ts";
import { httpsBaseSource } from "./https-base.ts";
import { hubSource, type HubOptions } from "./hub.ts";
import { npmSource } from "./npm-package.ts";
import { r2Source, type R2Options } from "./r2.ts";
import type { Source } from "./source.ts";

export interface SourceSettings {
  hub: HubOptions;
  /** Base of the npm registry. */
  registry: URL;
  r2?: R2Options | undefined;
  /** The key for the upstream of a model. */
  upstreamKey?: (model: string) => string | undefined;
}

/** The public ones, without credentials. */
export const publicSources: SourceSettings = {
  hub: { base: new URL("https://huggingface.co") },
  registry: new URL("https://registry.npmjs.org"),
};

const digest = /^[0-9a-f]{64}$/;

/**
 * `undefined` when the address is none of a source (then it is a folder). `invalid_input` says what is wrong with one: `hf:owner/name@revision`,
 * `https://host/path`, `r2:bucket/prefix` or `npm:name@version/folder`, each with `#graph=` to choose among several graphs.
 */
export function sourceOf(address: string, settings: SourceSettings): Result<Source> | undefined {
  const scheme = /^(hf|npm|r2|https?):/.exec(address)?.[1];
  if (scheme === undefined) return undefined;
  const [place = "", fragment = ""] = address.split("#", 2);
  const parts = new URLSearchParams(fragment);
  const [graph, sums] = [parts.get("graph") ?? undefined, parts.get("sums") ?? undefined];
  const foreign = [...parts.keys()].find((key) => key !== "graph" && key !== "sums");
  if (foreign !== undefined) return wrong(`#${foreign} has no meaning: #graph= and #sums= have`);
  if (sums !== undefined && !digest.test(sums)) return wrong("#sums= is a SHA-256 in lower-case hexadecimal");
  if (sums !== undefined && (scheme === "hf" || scheme === "npm")) return wrong(`#sums= has no meaning with ${scheme}:`);
  if (scheme === "hf") return given(hubSource(place, graph, settings.hub), "hf:owner/name@revision");
  if (scheme === "npm") return given(npmSource(place, graph, settings.registry), "npm:name@1.2.3/folder, with an exact version");
  if (scheme === "r2") return r2Source(place, settings.r2, { text: address, graph, sums }) ?? wrong("give r2:bucket/prefix");
  if (!URL.canParse(place)) return wrong("it is no URL");
  const base = new URL(place);
  if (base.username !== "" || base.search !== "") return wrong("the address can hold neither credentials nor a query");
  if (!isSafeAddress(base) && sums === undefined) return wrong("plain http is for this machine only, or with #sums=");
  return ok(httpsBaseSource({ text: address, base, graph, sums }));
}

function given(source: Source | undefined, form: string): Result<Source> {
  return source ? ok(source) : wrong(`give ${form}`);
}

function wrong(what: string): Result<Source> {
  return err("invalid_input", what);
}

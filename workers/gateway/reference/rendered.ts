/** The API's description as texts, each made once and kept as long as the description is. */
import { sha256Hex } from "../../../contracts/digest.ts";
import type { OpenApiDocument } from "../openapi.ts";
import { referencePage } from "./page.ts";

/** `tag`: its entity tag, the same wherever the text is. */
export interface Rendered {
  text: string;
  tag: string;
}

const documents = new WeakMap<OpenApiDocument, Rendered>();
const pages = new WeakMap<OpenApiDocument, Rendered>();

/** The document for programs. */
export function descriptionOf(document: OpenApiDocument): Promise<Rendered> {
  return rendered(documents, document, () => JSON.stringify(document));
}

/** The page for people. `style` is where its style sheet stands. */
export function pageOf(document: OpenApiDocument, style: string): Promise<Rendered> {
  return rendered(pages, document, () => referencePage(document, style));
}

async function rendered(kept: WeakMap<OpenApiDocument, Rendered>, document: OpenApiDocument, render: () => string): Promise<Rendered> {
  const known = kept.get(document);
  if (known) return known;
  const text = render();
  const made = { text, tag: `"${await sha256Hex(text)}"` };
  kept.set(document, made);
  return made;
}

/**
 * A text's HTML as plain data: known elements, their words, and the evidence of each claim. The words came from strangers, so
 * nothing of the markup itself reaches the page: no attribute, no link, no unknown element.
 */

export const articleTags = ["h1", "h2", "h3", "p", "blockquote", "ul", "ol", "li"] as const;
export type ArticleTag = (typeof articleTags)[number];

export type ArticleNode =
  | { kind: "text"; text: string }
  | { kind: "claim"; text: string; evidenceIds: string[] }
  | { kind: "element"; tag: ArticleTag; children: ArticleNode[] };

/** The parts of the DOM that are read. */
export interface SourceNode {
  nodeName: string;
  textContent: string | null;
  childNodes: Iterable<SourceNode>;
  getAttribute?: (name: string) => string | null;
}

/** Reads what the browser parsed; scripts do not run there and nothing is fetched. */
export function parseArticle(html: string): ArticleNode[] {
  return articleNodes(new DOMParser().parseFromString(html, "text/html").body.childNodes);
}

/** Numbered notes are left out: each claim carries its evidence itself. Unknown elements give their words only. */
export function articleNodes(nodes: Iterable<SourceNode>): ArticleNode[] {
  return [...nodes].flatMap((node) => readNode(node));
}

function readNode(node: SourceNode): ArticleNode[] {
  const name = node.nodeName.toLowerCase();
  if (name === "#text") return node.textContent === null || node.textContent === "" ? [] : [{ kind: "text", text: node.textContent }];
  const evidence = node.getAttribute?.("data-evidence") ?? null;
  if (evidence !== null)
    return [{ kind: "claim", text: node.textContent ?? "", evidenceIds: evidence.split(" ").filter((id) => id !== "") }];
  const isNote = name === "sup" || (name === "ol" && node.getAttribute?.("class") === "evidence");
  if (isNote || name === "script" || name === "style" || name === "#comment") return [];
  const children = articleNodes(node.childNodes);
  const tag = articleTags.find((known) => known === name);
  return tag === undefined ? children : [{ kind: "element", tag, children }];
}

/** Claims in reading order get 1, 2, 3 …; equal evidence has the same number. */
export function noteNumbers(nodes: readonly ArticleNode[]): Map<string, number> {
  const numbers = new Map<string, number>();
  const visit = (node: ArticleNode): void => {
    if (node.kind === "element") node.children.forEach(visit);
    if (node.kind !== "claim") return;
    const key = noteKey(node.evidenceIds);
    if (!numbers.has(key)) numbers.set(key, numbers.size + 1);
  };
  nodes.forEach(visit);
  return numbers;
}

export function noteKey(evidenceIds: readonly string[]): string {
  return evidenceIds.join(" ");
}

/** A report as blocks, and its two forms. Texts are plain: each form escapes them for itself. */
export type Block =
  | { kind: "heading"; level: 1 | 2 | 3; text: string }
  | { kind: "paragraph"; text: string }
  | { kind: "list"; items: string[] }
  | { kind: "quote"; text: string; source: string }
  | { kind: "table"; header: string[]; rows: string[][] };

export const heading = (level: 1 | 2 | 3, text: string): Block => ({ kind: "heading", level, text });
export const paragraph = (text: string): Block => ({ kind: "paragraph", text });
export const list = (items: string[]): Block => ({ kind: "list", items });
export const quote = (text: string, source: string): Block => ({ kind: "quote", text, source });
export const table = (header: string[], rows: string[][]): Block => ({ kind: "table", header, rows });

export function toMarkdown(blocks: readonly Block[]): string {
  return `${blocks.map(markdownOf).join("\n\n")}\n`;
}

function markdownOf(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `${"#".repeat(block.level)} ${inline(block.text)}`;
    case "paragraph":
      return inline(block.text);
    case "list":
      return block.items.map((item) => `- ${inline(item)}`).join("\n");
    case "quote":
      return `> ${inline(block.text)} (${inline(block.source)})`;
    case "table": {
      const line = (cells: string[]) => `| ${cells.map((cell) => inline(cell).replaceAll("|", "\\|")).join(" | ")} |`;
      return [line(block.header), line(block.header.map(() => "---")), ...block.rows.map(line)].join("\n");
    }
  }
}

/** Characters that Markdown would read as markup; evidence is untrusted text. */
function inline(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/[\\`*_[\]<>#]/g, "\\$&");
}

export function toHtml(blocks: readonly Block[], title: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>
:root { color-scheme: light dark; font: 16px/1.55 system-ui, sans-serif; }
body { max-width: 56rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { padding: 0.35rem 0.75rem; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); text-align: left; }
blockquote { margin: 0.5rem 0; padding-left: 1rem; border-left: 3px solid color-mix(in srgb, currentColor 30%, transparent); }
cite { opacity: 0.7; font-size: 0.85em; }
</style>
</head>
<body>
${blocks.map(htmlOf).join("\n")}
</body>
</html>
`;
}

function htmlOf(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `<h${block.level}>${escape(block.text)}</h${block.level}>`;
    case "paragraph":
      return `<p>${escape(block.text)}</p>`;
    case "list":
      return `<ul>${block.items.map((item) => `<li>${escape(item)}</li>`).join("")}</ul>`;
    case "quote":
      return `<blockquote>${escape(block.text)} <cite>${escape(block.source)}</cite></blockquote>`;
    case "table": {
      const cells = (tag: "th" | "td", row: string[]) => `<tr>${row.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join("")}</tr>`;
      return `<table><thead>${cells("th", block.header)}</thead><tbody>${block.rows.map((row) => cells("td", row)).join("")}</tbody></table>`;
    }
  }
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

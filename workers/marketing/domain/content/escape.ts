/** Text that stays text: what Markdown and automatic linking would read as markup is escaped. */

/**
 * Backslashes before everything that Markdown, or Liquid in a site generator, could act on: emphasis, code, links, images,
 * tables, HTML, footnotes, `{{`, and addresses that renderers turn into links by themselves.
 */
export function markdownText(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>()|~#&]/g, String.raw`\$&`)
    .replace(/(?<=\\\{)%|%(?=\\\})/g, String.raw`\%`)
    .replace(/:(?=\/\/)/g, String.raw`\:`)
    .replace(/\bwww\./gi, (found) => found.replace(".", String.raw`\.`))
    .replace(/@/g, String.raw`\@`)
    .replace(/!(?=\\\[)/g, String.raw`\!`)
    .replace(/^([-+=])/, String.raw`\$1`)
    .replace(/^(\d+)([.)])/, String.raw`$1\$2`);
}

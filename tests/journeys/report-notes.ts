/** What a report in Markdown promises of the texts that it names. */

export interface Named {
  /** Of the text. */
  id: string;
  href: string | undefined;
}

export interface Promised extends Named {
  /** Not all of the text stands in the report. */
  isCut: boolean;
  /** Whether the text, on one line, is what the report says of it. */
  isKept: (line: string) => boolean;
}

const linked = String.raw`\[\`(evd_[0-9a-f]{32})\`\]\(<([^>]+)>\)`;
const bare = String.raw`\`(evd_[0-9a-f]{32})\``;
/** The last of them: whoever quoted may have quoted somebody. */
const between = String.raw`“((?:[^“”\\]|\\.)*)”`;

/** All texts that notes name. */
export function namedIn(report: string): Named[] {
  return [...report.matchAll(new RegExp(`${linked}|${bare}`, "g"))].map(([, id, href, only]) => ({ id: id ?? only ?? "", href }));
}

/** Texts that a note names by their beginning: by all of them, where no `…` follows. */
export function begunIn(report: string): Promised[] {
  return [...report.matchAll(new RegExp(`${between} (?:${linked}|${bare})`, "g"))].map(([, escaped = "", id, href, only]) => {
    const quote = plain(escaped);
    const isCut = quote.endsWith("…");
    const isKept = (line: string) => (isCut ? line.startsWith(quote.slice(0, -1)) : line === quote);
    return { id: id ?? only ?? "", href, isCut, isKept };
  });
}

/** Texts out of which the report quotes; a note says which one. */
export function quotedIn(report: string): Promised[] {
  return [...report.matchAll(new RegExp(String.raw`${between}\[\^(\d+)\]`, "g"))].flatMap(([, escaped = "", number]) => {
    const note = report.split("\n").find((line) => line.startsWith(`[^${number}]: `)) ?? "";
    const quote = plain(escaped);
    return namedIn(note).map((named) => ({ ...named, isCut: true, isKept: (line: string) => line.includes(quote) }));
  });
}

export function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** Without the backslashes of Markdown. */
function plain(escaped: string): string {
  return onOneLine(escaped.replaceAll(/\\(.)/g, "$1"));
}

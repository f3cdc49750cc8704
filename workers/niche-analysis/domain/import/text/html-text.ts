/** The words of an HTML fragment: no markup, no code, no quotes of others. Nothing is fetched, executed or expanded more than once. */

/** Elements whose content is not what the author says. */
const leftOut = ["script", "style", "pre", "blockquote"];
const inline = /^(?:a|abbr|b|big|code|del|em|font|i|ins|kbd|mark|q|s|small|span|strike|strong|sub|sup|u|var)$/i;
/** Entities of HTML 4 for U+00A0 to U+00FF, in their order. */
const latin1 =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml".split(
    " ",
  );
const named = new Map<string, string>([
  ...latin1.map((name, i) => [name, String.fromCharCode(0xa0 + i)] as const),
  ...Object.entries({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", hellip: "…", ndash: "–", mdash: "—", bull: "•", euro: "€" }),
  ...Object.entries({ lsquo: "‘", rsquo: "’", sbquo: "‚", ldquo: "“", rdquo: "”", bdquo: "„", trade: "™", rarr: "→", larr: "←" }),
]);

/** Blocks and line breaks end a line. Linear in the length of `html`, whatever is left open in it. */
export function htmlText(html: string): string {
  const spoken = leftOut.reduce((text, tag) => withoutElement(text, tag), between(html, "<!--", "-->"));
  const words = spoken.replaceAll(/<\/?([a-z][a-z0-9]*)\b[^<>]*>/gi, (_, tag: string) => (inline.test(tag) ? "" : "\n"));
  return decodeEntities(words);
}

/** Named and numeric references to the characters that they stand for, once: `&amp;lt;` becomes `&lt;`. Unknown ones stay. */
export function decodeEntities(text: string): string {
  return text.replaceAll(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z0-9]{1,9}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return named.get(name) ?? named.get(name.toLowerCase()) ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
      return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? "\ufffd" : String.fromCodePoint(code);
    },
  );
}

/** `text` without what stands from each `open` to the next `close`; one that is never closed stays. */
export function between(text: string, open: string, close: string): string {
  const kept: string[] = [];
  let at = 0;
  for (;;) {
    const start = text.indexOf(open, at);
    const end = start === -1 ? -1 : text.indexOf(close, start + open.length);
    if (end === -1) return kept.join(" ") + (kept.length > 0 ? " " : "") + text.slice(at);
    kept.push(text.slice(at, start));
    at = end + close.length;
  }
}

/** `html` without these elements, nested ones included. What a missing end tag leaves open stays. */
function withoutElement(html: string, tag: string): string {
  const kept: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { 0: found, index } of html.matchAll(new RegExp(`</?${tag}\\b[^<>]*>`, "gi"))) {
    const closing = found.startsWith("</");
    if (!closing && depth++ === 0) {
      kept.push(html.slice(from, index));
      from = index;
    } else if (closing && depth > 0 && --depth === 0) from = index + found.length;
  }
  return `${kept.join("\n")}\n${html.slice(from)}`;
}

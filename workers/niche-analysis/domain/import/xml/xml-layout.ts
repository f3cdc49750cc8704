/** Whether a text is XML or HTML, by its first tag. */
export function looksLikeXml(start: string): boolean {
  return /^\s*<(?:\?xml\s|!doctype\s|(?:posts|comments|html|rss|feed|rdf:rdf)\b)/i.test(start);
}

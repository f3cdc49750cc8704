/** JSON in ASCII: what is carried in a header must not hold a character beyond it. */

/** The JSON text of a value, every character below 128. Branded so that nothing else is handed over by mistake. */
export type AsciiJson = string & { readonly __asciiJson: never };

export function asciiJson(value: unknown): AsciiJson {
  const text = JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return text as AsciiJson;
}

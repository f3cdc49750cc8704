/** Phone numbers in running text, as people write them: masked where in doubt, but no price, date, version, order or plain large number. */

/** Between groups of digits. */
const gap = String.raw`[ .\-\u2010-\u2013]`;
/** What a number is not part of: a word, an amount, a version, an address, a longer row of groups. */
const [before, after] = [String.raw`(?<![\p{L}\p{N}.,/$€£¥#_\-\u2010-\u2013])`, String.raw`(?![\p{L}\p{N}_\-]|[.,:/]\d)`];

const shapes = [
  // +49 170 1234567, 0049 170 1234567
  String.raw`(?:\+|00(?=[1-9]))\d{1,3}${gap}?(?:\(\d{1,4}\)${gap}?)?\d(?:${gap}?\d){5,12}`,
  // (555) 123-4567, 1 (800) 555-1234, 555 123 4567, 1-800-555-1234
  String.raw`(?:1${gap}?)?\(\d{3}\)${gap}?\d{3}${gap}?\d{4}`,
  String.raw`(?:1${gap})?\d{3}${gap}\d{3}${gap}\d{4}`,
  // 06 12 34 56 78
  String.raw`0[1-9](?:${gap}\d{2}){4}`,
  // 0170/1234567, 030 1234 56 78, 020 7946 0958, (030) 123456
  String.raw`0\d{2,4}[ /\-]\d{3,4}(?:[ \-]?\d{2,4}){1,2}`,
  String.raw`\(0\d{1,4}\)[ \-]?\d{3,4}(?:[ \-]?\d{2,4}){1,2}`,
];
const grouped = new RegExp(`${before}(?:${shapes.join("|")})${after}`, "gu");

/** Ten or eleven digits without a gap: with a zero in front as in most of Europe, or ten as in America and India. */
const plain = new RegExp(String.raw`(?<![\p{L}\p{N}.,/$€£¥#_\-])(?:0[1-9]\d{8,9}|[2-9]\d{9})${after}`, "gu");
/** Words that make such a row of digits something else: behind it a unit, before it what it numbers. */
const counted =
  /^\s?(?:%|€|\$|users?|people|views|downloads|rows|records|items|times|bytes|bits|[kmgt]i?b|ms|seconds|years|dollars|euros|usd|eur|eth|sats?)\b/i;
const numbered =
  /(?:order|invoice|ticket|case|tracking|serial|model|part|item|article|isbn(?:-1[03])?|asin|upc|ean|sku|id|ref|reference|number of|build|version|timestamp|epoch|transaction|account|value|error|code|max|limit|int)\W{0,3}(?:(?:no|nr|number|num|id|code|is|was|of)\W{1,2})?$/i;
/** Largest whole numbers of 32 bits, which complaints about programs are full of. */
const wellKnown = new Set(["2147483647", "2147483648", "4294967295", "4294967296"]);

/** Seven digits are a local number where somebody is to be called, or in the exchange that is kept for examples. */
const local = new RegExp(String.raw`${before}[2-9]\d{2}[\-\u2010-\u2013 .]\d{4}${after}`, "gu");
const calling = /\b(?:call|phone|telephone|tel|text|dial|ring|mobile|cell|fax|whatsapp|reach|hotline|sms)\b[^\d\n]{0,30}$/i;

/** The text with each number as `replace` says. Texts with fewer than seven digits are given back at once. */
export function replacePhoneNumbers(text: string, replace: () => string): string {
  if (!/\d(?:\D{0,3}\d){6}/.test(text)) return text;
  return text
    .replaceAll(grouped, replace)
    .replaceAll(plain, (digits, at: number, whole: string) => (isPlainNumber(digits, whole, at) ? digits : replace()))
    .replaceAll(local, (digits, at: number, whole: string) =>
      digits.startsWith("555") || calling.test(whole.slice(Math.max(0, at - 50), at)) ? replace() : digits,
    );
}

/** Whether ten or eleven digits count, number or measure something. */
function isPlainNumber(digits: string, text: string, at: number): boolean {
  return (
    wellKnown.has(digits) ||
    /0{5}$/.test(digits) ||
    counted.test(text.slice(at + digits.length, at + digits.length + 12)) ||
    numbered.test(text.slice(Math.max(0, at - 40), at))
  );
}

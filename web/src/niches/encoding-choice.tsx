/** What a file is written in, where its bytes do not tell. */
import { SelectField } from "../interface/field.tsx";

/** Left empty, the import finds out by itself. */
const choices = [
  { value: "", label: "automatic: UTF-8, UTF-16 or Western European" },
  { value: "utf-8", label: "UTF-8" },
  { value: "windows-1252", label: "Western European (Windows-1252)" },
  { value: "iso-8859-15", label: "Western European (ISO-8859-15)" },
  { value: "macintosh", label: "Western European (Macintosh)" },
  { value: "windows-1250", label: "Central European (Windows-1250)" },
  { value: "iso-8859-2", label: "Central European (ISO-8859-2)" },
  { value: "windows-1257", label: "Baltic (Windows-1257)" },
  { value: "windows-1251", label: "Cyrillic (Windows-1251)" },
  { value: "koi8-r", label: "Cyrillic (KOI8-R)" },
  { value: "koi8-u", label: "Cyrillic (KOI8-U)" },
  { value: "ibm866", label: "Cyrillic (IBM 866)" },
  { value: "windows-1253", label: "Greek (Windows-1253)" },
  { value: "windows-1254", label: "Turkish (Windows-1254)" },
  { value: "windows-1255", label: "Hebrew (Windows-1255)" },
  { value: "windows-1256", label: "Arabic (Windows-1256)" },
  { value: "windows-1258", label: "Vietnamese (Windows-1258)" },
  { value: "windows-874", label: "Thai (Windows-874)" },
  { value: "shift_jis", label: "Japanese (Shift JIS)" },
  { value: "euc-jp", label: "Japanese (EUC-JP)" },
  { value: "iso-2022-jp", label: "Japanese (ISO-2022-JP)" },
  { value: "euc-kr", label: "Korean (EUC-KR)" },
  { value: "gb18030", label: "Chinese, simplified (GBK, GB 18030)" },
  { value: "big5", label: "Chinese, traditional (Big5)" },
  { value: "utf-16le", label: "UTF-16, little-endian" },
  { value: "utf-16be", label: "UTF-16, big-endian" },
] as const;

export function EncodingChoice({ encoding, onChange }: { encoding: string; onChange: (encoding: string) => void }) {
  return (
    <SelectField
      label="Encoding"
      hint="Name it when letters come out wrong. Mails say it themselves."
      className="max-w-md"
      value={encoding}
      choices={choices}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

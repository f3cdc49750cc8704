/** The twelve cases of csv-spectrum (npm, 2.0.0): dialects of CSV that readers get wrong, with what they hold. */
import { describe, expect, test } from "vitest";
import { TextDecoding } from "./decoding.ts";
import { sniffLayout } from "./layout.ts";
import { CsvReader } from "./records.ts";

const cases: readonly [name: string, file: string, records: string[][]][] = [
  [
    "comma_in_quotes",
    'first,last,address,city,zip\nJohn,Doe,120 any st.,"Anytown, WW",08123',
    [["John", "Doe", "120 any st.", "Anytown, WW", "08123"]],
  ],
  [
    "empty",
    'a,b,c\n1,"",""\n2,3,4',
    [
      ["1", "", ""],
      ["2", "3", "4"],
    ],
  ],
  [
    "empty_crlf",
    'a,b,c\r\n1,"",""\r\n2,3,4',
    [
      ["1", "", ""],
      ["2", "3", "4"],
    ],
  ],
  [
    "escaped_quotes",
    'a,b\n1,"ha ""ha"" ha"\n3,4\n',
    [
      ["1", 'ha "ha" ha'],
      ["3", "4"],
    ],
  ],
  [
    "json",
    'key,val\n1,"{""type"": ""Point"", ""coordinates"": [102.0, 0.5]}"\n',
    [["1", '{"type": "Point", "coordinates": [102.0, 0.5]}']],
  ],
  [
    "location_coordinates",
    "Contact Phone Number,Location Coordinates,Cities,Counties\n2095257564,37\ufffd36'37.8\"N 121\ufffd2'17.9\"W,Modesto,Stanislaus",
    [["2095257564", "37\ufffd36'37.8\"N 121\ufffd2'17.9\"W", "Modesto", "Stanislaus"]],
  ],
  [
    "newlines",
    'a,b,c\n1,2,3\n"Once upon \na time",5,6\n7,8,9\n',
    [
      ["1", "2", "3"],
      ["Once upon \na time", "5", "6"],
      ["7", "8", "9"],
    ],
  ],
  // The truth of the case keeps CR LF in the cell; here a line end is a line feed, and none in evidence.
  [
    "newlines_crlf",
    'a,b,c\r\n1,2,3\r\n"Once upon \r\na time",5,6\r\n7,8,9\r\n',
    [
      ["1", "2", "3"],
      ["Once upon \na time", "5", "6"],
      ["7", "8", "9"],
    ],
  ],
  [
    "quotes_and_newlines",
    'a,b\n1,"ha \n""ha"" \nha"\n3,4\n',
    [
      ["1", 'ha \n"ha" \nha'],
      ["3", "4"],
    ],
  ],
  ["simple", "a,b,c\n1,2,3\n", [["1", "2", "3"]]],
  ["simple_crlf", "a,b,c\r\n1,2,3\r\n", [["1", "2", "3"]]],
  [
    "utf8",
    "a,b,c\n1,2,3\n4,5,ʤ",
    [
      ["1", "2", "3"],
      ["4", "5", "ʤ"],
    ],
  ],
];

describe("csv-spectrum", () => {
  test.each(cases)("%s", (_, file, records) => {
    expect(sniffLayout(file)).toEqual({ format: "csv", delimiter: ",", preambleLines: 0 });
    const bytes = new TextEncoder().encode(file);
    for (const size of [1, 3, bytes.length]) {
      const decoding = new TextDecoding({ encoding: "utf-8", bomLength: 0 });
      const reader = new CsvReader(",");
      const read = [];
      for (let from = 0; from < bytes.length; from += size) read.push(...reader.push(decoding.decode(bytes.subarray(from, from + size))));
      expect([...read, ...reader.push(decoding.end()), ...reader.end()].slice(1)).toEqual(records);
    }
  });
});

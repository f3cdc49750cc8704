/** Pages to a file: PDF 1.7 (ISO 32000-1), in ASCII, with links from marks to notes and an outline. The same pages give the same bytes: no clock, no chance. */
import { literal, printable } from "./fonts.ts";
import { paper, type Heading, type Page, type Pages, type Place } from "./pages.ts";

/** Numbers of the objects that every file has; the others follow. */
const fixed = { catalog: 1, pages: 2, regular: 3, bold: 4, info: 5 } as const;

export function pdfFile({ pages, headings, notes }: Pages, { title, foot }: { title: string; foot: string }): string {
  const bodies: string[] = [];
  /** Adds an object and gives its number. */
  const add = (body: string): number => bodies.push(body) + Object.keys(fixed).length;
  /** Pages come in pairs, page and content, after the fixed objects. */
  const pageObject = (page: number) => Object.keys(fixed).length + 1 + 2 * page;
  const at = ({ page, y }: Place) => `[${pageObject(page)} 0 R /XYZ null ${number(Math.min(paper.height, y + 4))} null]`;

  const destination = (place: Place | undefined) => place && `/Dest ${at(place)}`;

  pages.forEach((page, i) => {
    const links = page.texts.flatMap(({ x, y, size, link }) => {
      if (!link) return [];
      const goes = "href" in link ? `/A << /S /URI /URI ${literal(link.href)} >>` : destination(notes[link.note - 1]);
      if (goes === undefined) return [];
      const area = [x, y - 2, x + link.width, y + size].map(number).join(" ");
      return [`<< /Type /Annot /Subtype /Link /Rect [${area}] /Border [0 0 0] ${goes} >>`];
    });
    add(
      `<< /Type /Page /Parent ${fixed.pages} 0 R /MediaBox [0 0 ${paper.width} ${paper.height}] /Contents ${pageObject(i) + 1} 0 R ` +
        `/Resources << /Font << /F1 ${fixed.regular} 0 R /F2 ${fixed.bold} 0 R >> >>${links.length > 0 ? ` /Annots [${links.join(" ")}]` : ""} >>`,
    );
    const content = contentOf(page, `${foot}; page ${i + 1} of ${pages.length}`);
    add(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
  });
  const outline = addOutline(headings, { add, at, next: () => bodies.length + Object.keys(fixed).length + 1 });

  const font = (name: string) => `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  const kids = pages.map((_, i) => `${pageObject(i)} 0 R`).join(" ");
  const first = [
    `<< /Type /Catalog /Pages ${fixed.pages} 0 R /Lang (en) /ViewerPreferences << /DisplayDocTitle true >>${outline === undefined ? "" : ` /Outlines ${outline} 0 R`} >>`,
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    font("Helvetica"),
    font("Helvetica-Bold"),
    `<< /Title ${literal(printable(title))} /Producer (pAIssive) >>`,
  ];
  return assembled([...first, ...bodies]);
}

function contentOf({ texts, rules }: Page, foot: string): string {
  const shown = [
    ...texts.map(({ x, y, size, font, text, link }) => {
      const drawn = `BT /${font === "bold" ? "F2" : "F1"} ${number(size)} Tf ${number(x)} ${number(y)} Td ${literal(text)} Tj ET`;
      return link ? `0.1 0.3 0.6 rg ${drawn} 0 g` : drawn;
    }),
    ...rules.map(({ from, to, y }) => `${number(from)} ${number(y)} m ${number(to)} ${number(y)} l S`),
    `0.4 g BT /F1 7.5 Tf 56 36 Td ${literal(printable(foot))} Tj ET 0 g`,
  ];
  return ["0.8 G 0.5 w", ...shown].join("\n");
}

/** Sections with what is below them; undefined without any. */
function addOutline(
  headings: readonly Heading[],
  { add, at, next }: { add: (body: string) => number; at: (place: Place) => string; next: () => number },
): number | undefined {
  if (headings.length === 0) return undefined;
  const root = next();
  // A heading without a section above it is one itself.
  const parents = headings.map((heading, i) => (heading.level === 2 ? -1 : headings.findLastIndex((one, j) => j < i && one.level === 2)));
  const objectOf = (i: number) => root + 1 + i;
  const below = (parent: number) => headings.flatMap((_, i) => (parents[i] === parent ? [i] : []));
  const ends = (own: readonly number[]) => {
    const [from, to] = [own[0], own.at(-1)];
    return from === undefined || to === undefined ? "" : ` /First ${objectOf(from)} 0 R /Last ${objectOf(to)} 0 R`;
  };
  const sections = below(-1);
  add(`<< /Type /Outlines${ends(sections)} /Count ${sections.length} >>`);
  headings.forEach(({ text, ...place }, i) => {
    const parent = parents[i] ?? -1;
    const siblings = below(parent);
    const [before, after] = [siblings[siblings.indexOf(i) - 1], siblings[siblings.indexOf(i) + 1]];
    const own = below(i);
    add(
      `<< /Title ${literal(printable(text))} /Parent ${parent === -1 ? root : objectOf(parent)} 0 R /Dest ${at(place)}` +
        (before === undefined ? "" : ` /Prev ${objectOf(before)} 0 R`) +
        (after === undefined ? "" : ` /Next ${objectOf(after)} 0 R`) +
        // Closed: a negative count.
        `${ends(own)}${own.length > 0 ? ` /Count -${own.length}` : ""} >>`,
    );
  });
  return root;
}

function assembled(bodies: readonly string[]): string {
  let file = "%PDF-1.7\n";
  const places = bodies.map((body, i) => {
    const place = file.length;
    file += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return place;
  });
  const table = ["0000000000 65535 f ", ...places.map((place) => `${String(place).padStart(10, "0")} 00000 n `)];
  return `${file}xref\n0 ${table.length}\n${table.join("\n")}\ntrailer\n<< /Size ${table.length} /Root ${fixed.catalog} 0 R /Info ${fixed.info} 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
}

/** As short as it is exact enough: a hundredth of a point. */
function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

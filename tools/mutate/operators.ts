/** The ways in which a line can be broken. */
export interface Mutation {
  file: string;
  /** From 1. */
  line: number;
  name: string;
  before: string;
  after: string;
}

const operators: { name: string; pattern: RegExp; replacement: string }[] = [
  { name: "< becomes >=", pattern: / < /, replacement: " >= " },
  { name: "> becomes <=", pattern: / > /, replacement: " <= " },
  { name: "<= becomes <", pattern: / <= /, replacement: " < " },
  { name: ">= becomes >", pattern: / >= /, replacement: " > " },
  { name: "=== becomes !==", pattern: / === /, replacement: " !== " },
  { name: "!== becomes ===", pattern: / !== /, replacement: " === " },
  { name: "+ becomes -", pattern: / \+ /, replacement: " - " },
  { name: "- becomes +", pattern: / - /, replacement: " + " },
  { name: "* becomes /", pattern: / \* /, replacement: " / " },
  { name: "/ becomes *", pattern: / \/ /, replacement: " * " },
  { name: "&& becomes ||", pattern: / && /, replacement: " || " },
  { name: "|| becomes &&", pattern: / \|\| /, replacement: " && " },
  { name: "true becomes false", pattern: /\btrue\b/, replacement: "false" },
  { name: "false becomes true", pattern: /\bfalse\b/, replacement: "true" },
  { name: "a number grows by one", pattern: /(?<![\w.])([1-9]\d*)(?![\w.])/, replacement: "($1 + 1)" },
  { name: "Math.max becomes Math.min", pattern: /Math\.max/, replacement: "Math.min" },
  { name: "Math.min becomes Math.max", pattern: /Math\.min/, replacement: "Math.max" },
];

/** Every mutation of every code line of a file. Comments, imports and types are left alone: breaking them breaks nothing. */
export function mutations(file: string, text: string): Mutation[] {
  return text.split("\n").flatMap((before, index) =>
    isCode(before)
      ? operators.flatMap(({ name, pattern, replacement }) => {
          const after = before.replace(pattern, replacement);
          return after === before ? [] : [{ file, line: index + 1, name, before, after }];
        })
      : [],
  );
}

function isCode(line: string): boolean {
  const text = line.trim();
  return text !== "" && !/^(\/\/|\/\*|\*|import |export \* |export type |type |interface |\| )/.test(text);
}

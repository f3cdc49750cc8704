/** The ways in which a line can be broken. */
export interface Mutation {
  file: string;
  /** From 1. */
  line: number;
  name: string;
  before: string;
  after: string;
}

interface Operator {
  name: string;
  pattern: RegExp;
  replacement: string;
  /** Lines on which the change would break nothing, or nothing worth a test. */
  except?: RegExp;
}

/** The return values of a comparator: only their signs matter. */
const comparator = /\? -1 :|-1 : 1|\? 1 :/;
/** Bounds of a schema: which of two neighbouring limits is taken is a matter of taste. */
const bound = /\.(min|max|gt|lt|multipleOf|slice|default)\(/;

/** After Stryker's mutators (https://stryker-mutator.io/docs/mutation-testing-elements/supported-mutators), and numbers in formulas. */
const operators: Operator[] = [
  { name: "< becomes >=", pattern: / < /, replacement: " >= " },
  { name: "> becomes <=", pattern: / > /, replacement: " <= " },
  { name: "<= becomes >", pattern: / <= /, replacement: " > " },
  { name: ">= becomes <", pattern: / >= /, replacement: " < " },
  { name: "=== becomes !==", pattern: / === /, replacement: " !== " },
  { name: "!== becomes ===", pattern: / !== /, replacement: " === " },
  { name: "+ becomes -", pattern: / \+ /, replacement: " - ", except: /[`"']/ },
  { name: "- becomes +", pattern: / - /, replacement: " + ", except: /[`"']/ },
  { name: "* becomes /", pattern: / \* /, replacement: " / " },
  { name: "/ becomes *", pattern: / \/ /, replacement: " * ", except: /[`"']/ },
  { name: "&& becomes ||", pattern: / && /, replacement: " || " },
  { name: "|| becomes &&", pattern: / \|\| /, replacement: " && ", except: comparator },
  { name: "true becomes false", pattern: /(?<=[:=(&|] |return )true\b/, replacement: "false" },
  { name: "false becomes true", pattern: /(?<=[:=(&|] |return )false\b/, replacement: "true" },
  { name: "a condition is always true", pattern: /\bif \((.+)\) (return|throw|continue|break|\{)/, replacement: "if (($1) || true) $2" },
  { name: "a condition is never true", pattern: /\bif \((.+)\) (return|throw|continue|break|\{)/, replacement: "if (($1) && false) $2" },
  {
    name: "a number more than doubles",
    // What stands in for an element that an index cannot miss (`row[i] ?? 1`, which noUncheckedIndexedAccess wants) never counts, nor does
    // what `EXISTS (SELECT 1 …)` selects.
    pattern: /(?<![\w.[]|\] \?\? -?|EXISTS \(SELECT )([1-9]\d*(?:\.\d+)?)(?![\w.\]])/,
    replacement: "(2 * $1 + 1)",
    except: new RegExp(`${bound.source}|${comparator.source}|[\`"'/]`),
  },
  { name: "Math.max becomes Math.min", pattern: /Math\.max/, replacement: "Math.min" },
  { name: "Math.min becomes Math.max", pattern: /Math\.min/, replacement: "Math.max" },
];

/** Every mutation of every code line of a file. Comments, imports and types are left alone: breaking them breaks nothing. */
export function mutations(file: string, text: string): Mutation[] {
  return text.split("\n").flatMap((before, index) =>
    isCode(before)
      ? operators.flatMap(({ name, pattern, replacement, except }) => {
          const after = before.replace(pattern, replacement);
          return after === before || except?.test(before) ? [] : [{ file, line: index + 1, name, before, after }];
        })
      : [],
  );
}

function isCode(line: string): boolean {
  const text = line.trim();
  return text !== "" && !/^(\/\/|\/\*|\*|import |export \* |export type |type |interface |\| )/.test(text);
}

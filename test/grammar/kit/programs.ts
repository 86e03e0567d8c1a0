/** Random sources that are right, each with the tree that it should give, written by other means than the parser's. */
import fc, { type Arbitrary } from "fast-check";

/** A piece of source and how `show.ts` writes its tree. */
export interface Piece {
  readonly text: string;
  readonly tree: string;
}

/** A value with how tightly its outermost operator binds, so that brackets can be put where they are needed. */
interface Value extends Piece {
  readonly level: number;
}

const LEVEL = { pipe: 0, comparison: 1, range: 2, sum: 3, product: 4, sign: 5, operand: 6 } as const;

const KEYWORDS = ["data", "in", "on", "if", "new", "use", "train", "output", "weight", "block", "return"];
const NAMES = ["x", "words", "joint_2", "größe", "ConvNet", "_", "k", "s", "Hz"];

const name = fc.constantFrom(...NAMES, ...KEYWORDS);
/** Names that do not change what stands before them: units, and words that go on a list or a type. */
const plainName = fc.constantFrom("x", "words", "joint_2", "größe", "ConvNet", "_");

const number: Arbitrary<Value> = fc
  .constantFrom(
    ["0", "0"],
    ["64", "64"],
    ["2_000", "2000"],
    ["300k", "300000"],
    ["16 kHz", "16kHz"],
    ["2 s", "2s"],
    ["0.5", "0.5"],
    ["1e-3", "0.001"],
    ["1.0", "1.0"],
  )
  .map(([text = "", tree = ""]) => ({ text, tree, level: LEVEL.operand }));

const string: Arbitrary<Value> = fc
  .constantFrom("", "glad", 'a "b"', "//", "{", "größe")
  .map((value) => ({ text: JSON.stringify(value), tree: JSON.stringify(value), level: LEVEL.operand }));

/** Space within brackets: newlines and comments mean nothing there. */
const gap = fc.constantFrom("", "", "", " ", "\n", " // why, (\n", "\r\n\t");

function bracketed(
  open: string,
  items: readonly Piece[],
  close: string,
  gaps: string,
  comma: boolean,
): string {
  const last = comma && items.length > 0 ? "," : "";
  return `${open}${gaps}${items.map(({ text }) => text).join(`,${gaps} `)}${last}${gaps}${close}`;
}

function within({ text, level }: Value, least: number): string {
  return level >= least ? text : `(${text})`;
}

const { value, argumentsOf } = fc.letrec<{ value: Value; argumentsOf: readonly Piece[] }>((tie) => {
  const values = tie("value");
  const argument = fc.oneof(
    values,
    fc
      .tuple(name, values)
      .map(([word, { text, tree }]) => ({ text: `${word}: ${text}`, tree: `${word}: ${tree}` })),
  );
  const args = fc.array(argument, { maxLength: 3 });
  const call = fc
    .tuple(plainName, tie("argumentsOf"), gap, fc.boolean())
    .map(([word, items, gaps, comma]) => ({
      text: bracketed(`${word}(`, items, ")", gaps, comma),
      tree: `(${[word, ...items.map(({ tree }) => tree)].join(" ")})`,
      level: LEVEL.operand,
    }));
  const list = fc
    .tuple(fc.array(values, { maxLength: 3 }), gap, fc.boolean())
    .map(([items, gaps, comma]) => ({
      text: bracketed("[", items, "]", gaps, comma),
      tree: `[${items.map(({ tree }) => tree).join(" ")}]`,
      level: LEVEL.operand,
    }));
  const each = fc.tuple(values, plainName, values).map(([item, word, over]) => ({
    text: `[${item.text} for ${word} in ${over.text}]`,
    tree: `(each ${item.tree} (for ${word} ${over.tree}))`,
    level: LEVEL.operand,
  }));
  const member = fc.tuple(plainName, name).map(([object, word]) => ({
    text: `${object}.${word}`,
    tree: `(. ${object} ${word})`,
    level: LEVEL.operand,
  }));
  const instance = call.map(({ text, tree }) => ({
    text: `new ${text}`,
    tree: `(new ${tree})`,
    level: LEVEL.operand,
  }));
  const sign = values.map((of) => ({
    text: `-${within(of, LEVEL.sign)}`,
    tree: `(- ${of.tree})`,
    level: LEVEL.sign,
  }));
  const left = (signs: readonly string[], level: number, chains: boolean) =>
    fc.tuple(values, fc.constantFrom(...signs), values).map(([a, operator, b]) => ({
      text: `${within(a, chains ? level : level + 1)} ${operator} ${within(b, level + 1)}`,
      tree: `(${operator} ${a.tree} ${b.tree})`,
      level,
    }));
  const step = fc.oneof(
    call,
    member,
    plainName.map((text) => ({ text, tree: text, level: LEVEL.operand })),
  );
  const pipe = fc
    .tuple(values, step, fc.constantFrom(" ", "\n  ", " // why\n\n"))
    .map(([from, to, gaps]) => ({
      text: `${from.text}${gaps}|> ${to.text}`,
      tree: `(|> ${from.tree} ${to.tree})`,
      level: LEVEL.pipe,
    }));
  return {
    argumentsOf: args,
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      { arbitrary: plainName.map((text) => ({ text, tree: text, level: LEVEL.operand })), weight: 3 },
      { arbitrary: number, weight: 2 },
      string,
      { arbitrary: call, weight: 3 },
      list,
      each,
      member,
      instance,
      sign,
      left(["*", "/"], LEVEL.product, true),
      left(["+", "-"], LEVEL.sum, true),
      left([".."], LEVEL.range, false),
      left(["==", "!=", "<", "<=", ">", ">="], LEVEL.comparison, false),
      { arbitrary: pipe, weight: 3 },
    ),
  };
});

const type: Arbitrary<Piece> = fc
  .tuple(plainName, fc.option(plainName), fc.option(argumentsOf), fc.option(argumentsOf), gap)
  .map(([word, parameter, given, axes, gaps]) => {
    const some = (open: string, items: readonly Piece[] | null, close: string) => ({
      text: items === null ? "" : bracketed(open, items, close, gaps, false),
      tree:
        items === null || items.length === 0
          ? ""
          : `${open}${items.map(({ tree }) => tree).join(" ")}${close}`,
    });
    const parts = [some("(", given, ")"), some("[", axes, "]")];
    const of = parameter === null ? "" : `<${parameter}>`;
    return {
      text: word + of + parts.map(({ text }) => text).join(""),
      tree: word + of + parts.map(({ tree }) => tree).join(""),
    };
  });

const { statements } = fc.letrec<{ statement: Piece; statements: readonly Piece[] }>((tie) => ({
  statements: fc.array(tie("statement"), { maxLength: 4 }),
  statement: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(name, fc.constantFrom(" = ", ": "), value).map(([word, sign, { text, tree }]) => ({
      text: word + sign + text,
      tree: word + sign + tree,
    })),
    fc.tuple(fc.constantFrom("", "optional "), name, type).map(([optional, word, { text, tree }]) => ({
      text: `${optional}input ${word}: ${text}`,
      tree: `${optional}input ${word}: ${tree}`,
    })),
    fc
      .tuple(fc.constantFrom("output", "weight"), name, type, value)
      .map(([kind, word, of, { text, tree }]) => ({
        text: `${kind} ${word}: ${of.text} = ${text}`,
        tree: `${kind} ${word}: ${of.tree} = ${tree}`,
      })),
    fc
      .tuple(fc.constantFrom("require", "return"), fc.array(value, { minLength: 1, maxLength: 3 }))
      .filter(([, items]) => !/^[=:(.{]|^in\b/.test(items[0]?.text ?? ""))
      .map(([kind, items]) => ({
        text: `${kind} ${items.map(({ text }) => text).join(", ")}`,
        tree: [kind, ...items.map(({ tree }) => tree)].join(" "),
      })),
    fc.tuple(plainName, value, tie("statements")).map(([word, over, body]) => ({
      text: `for ${word} in ${over.text} {${written(body)}}`,
      tree: `for (for ${word} ${over.tree})${shown(body)}`,
    })),
    fc.tuple(plainName, tie("statements")).map(([word, body]) => ({
      text: `${word} {${written(body)}}`,
      tree: `group ${word}${shown(body)}`,
    })),
    fc.tuple(name, tie("statements")).map(([word, body]) => ({
      text: `phase ${word} {${written(body)}}`,
      tree: `phase ${word}${shown(body)}`,
    })),
  ),
}));

function written(body: readonly Piece[]): string {
  return body.length === 0 ? " " : `\n${body.map(({ text }) => text).join("\n")}\n`;
}

function shown(body: readonly Piece[]): string {
  return body.map(({ tree }) => `\n${tree.replace(/^/gm, "  ")}`).join("");
}

const item: Arbitrary<Piece> = fc.oneof(
  fc.tuple(fc.constantFrom("model", "data", "train"), name, statements).map(([kind, word, body]) => ({
    text: `${kind} ${word} {${written(body)}}`,
    tree: `${kind} ${word}${shown(body)}`,
  })),
  fc.tuple(name, value).map(([word, { text, tree }]) => ({
    text: `category ${word} = ${text}`,
    tree: `category ${word} = ${tree}`,
  })),
  fc
    .tuple(plainName, fc.array(fc.tuple(name, type, fc.option(value)), { maxLength: 3 }), type, statements)
    .map(([word, all, result, body]) => {
      const parameters = all.map(([name, type, value]) => ({
        text: `${name}: ${type.text}${value === null ? "" : ` = ${value.text}`}`,
        tree: `${name}: ${type.tree}${value === null ? "" : ` = ${value.tree}`}`,
      }));
      return {
        text: `block ${word}(${parameters.map(({ text }) => text).join(", ")}) -> ${result.text} {${written(body)}}`,
        tree: `block ${word}(${parameters.map(({ tree }) => tree).join(", ")}) -> ${result.tree}${shown(body)}`,
      };
    }),
  fc.array(plainName, { minLength: 1, maxLength: 3 }).map((names) => ({
    text: `use "./a.fuse" { ${names.join(", ")} }`,
    tree: ['use "./a.fuse"', ...names].join(" "),
  })),
);

/** A whole file. */
export const program: Arbitrary<Piece> = fc.array(item, { maxLength: 4 }).map((items) => ({
  text: items.map(({ text }) => text).join("\n\n"),
  tree: items.map(({ tree }) => tree).join("\n"),
}));

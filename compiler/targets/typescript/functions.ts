import type { AttributesOf, PrimitiveName } from "../../graph/primitives/index.ts";
import { type Node, showShape, type Tensor } from "../../graph/tensor.ts";
import { groupsIn, isChoice, LEAVES } from "./choices.ts";
import { asTensor, type Code, type Expression, tensor, type Writing } from "./code.ts";
import { expressions, RESULTS } from "./expressions.ts";
import { nounOf } from "./nouns.ts";
import { functionName, type ModuleWriting, type Part, TAKEN } from "./part.ts";
import { childTowards, contains, type Place, type Places, placesOf } from "./places.ts";
import type { UseSketch } from "./sketch.ts";
import { tracedIn } from "./traced.ts";
import { literal, uniqueNames, variableName } from "./words.ts";

/** Writes a part as functions of the module. */
export function writePart(module: ModuleWriting, part: Part): void {
  const dissolved = new Set<UseSketch>();
  for (;;) {
    const tried: ModuleWriting = { ...module, functions: [...module.functions] };
    const entangled = tryPart(tried, part, dissolved);
    if (entangled === undefined) {
      module.functions.splice(0, module.functions.length, ...tried.functions);
      return;
    }
    dissolved.add(entangled);
  }
}

/** A function of a block, once it is written. */
interface Written {
  readonly name: string;
  readonly isScoped: boolean;
  readonly takes: readonly Tensor[];
  readonly gives: readonly { readonly name: string; readonly tensor: Tensor }[];
}

/** The use that cannot be a function of its own: it needs what needs its results. */
class Entangled extends Error {
  readonly use: UseSketch;

  constructor(use: UseSketch) {
    super(`${use.path} is entangled`);
    this.use = use;
  }
}

function tryPart(
  module: ModuleWriting,
  part: Part,
  dissolved: ReadonlySet<UseSketch>,
): UseSketch | undefined {
  try {
    writePlaces(module, part, placesOf(part.nodes, part.uses, dissolved));
    return undefined;
  } catch (error) {
    if (error instanceof Entangled) return error.use;
    throw error;
  }
}

/** Expressions of more calls than this get a name. */
const MANY = 9;

const callsIn = (text: string) => text.split("(").length - 1;

function writePlaces(module: ModuleWriting, part: Part, { root, ownerOf, placeOf }: Places): void {
  const own = new Set(part.nodes);
  const traced = tracedIn(part.nodes, part.moving ?? new Set());
  const written = new Map<Place, Written>();
  const returned =
    part.results instanceof Map
      ? [...part.results.values()]
      : Array.isArray(part.results)
        ? (part.results as readonly Tensor[])
        : [part.results as Tensor];
  const updates = part.updates.map((update) => ({
    ...update,
    application: update.value.node.origin.application,
    place: placeOf(update.value.node.origin.application),
  }));
  /** Which functions use a tensor, each as often as it does. */
  const users = new Map<Tensor, Place[]>();
  const use = (tensor: Tensor, place: Place) => users.set(tensor, [...(users.get(tensor) ?? []), place]);
  for (const node of part.nodes) for (const input of node.inputs) use(input, ownerOf(node));
  for (const tensor of returned) use(tensor, root);
  for (const { value, place } of updates) use(value, place);

  const isOwn = ({ node }: Tensor) => own.has(node) && node.primitive !== "feed";

  function writePlace(place: Place): Written {
    const known = written.get(place);
    if (known !== undefined) return known;
    const isRoot = place === root;
    const names = uniqueNames([...TAKEN, ...(isRoot ? part.parameters.map(({ name }) => name) : [])]);
    const local = new Map<Tensor, Code>(isRoot ? part.given : []);
    const takes: Tensor[] = [];
    const calling = new Set<Place>();
    let lines: string[] = [];

    const nameFor = (one: Tensor) =>
      names(variableName(place.use?.given.get(one) ?? part.names.get(one) ?? nounOf(one)));
    const inside = (one: Tensor) =>
      isOwn(one) && !LEAVES.has(one.node.primitive) && contains(place, ownerOf(one.node));
    const gives = tensorsOf(part.nodes)
      .filter((one) => inside(one) && users.get(one)?.some((user) => !contains(place, user)))
      .sort((a, b) => rank(place, a) - rank(place, b));
    const roots = isRoot ? returned : gives;
    const ownUpdates = updates.filter((update) => update.place === place);

    /** What a tensor is made of, as this function sees it. */
    function inputsOf(one: Tensor): readonly Tensor[] {
      if (!inside(one)) return [];
      const owner = ownerOf(one.node);
      return owner === place ? one.node.inputs : writePlace(childTowards(place, owner)).takes;
    }
    const count = (one: Tensor): number => {
      const at = (users.get(one) ?? []).filter((user) => contains(place, user));
      const children = new Set(at.filter((user) => user !== place).map((user) => childTowards(place, user)));
      const isGiven = !isRoot && gives.includes(one) ? 1 : 0;
      return at.filter((user) => user === place).length + children.size + isGiven;
    };
    const groups = groupsIn(
      roots,
      inputsOf,
      inside,
      (node) => ownerOf(node) === place,
      (choice) =>
        ownUpdates
          .filter(({ application }) => application === choice.origin.application)
          .map(({ value }) => value),
    );

    const writing: Writing = {
      traced: (one) => traced.has(one.node),
      help(helper) {
        module.helpers.add(helper);
        return helper;
      },
      inScope(method, name, ...more) {
        const isBelow = place.path === "" || name.startsWith(`${place.path}/`);
        const short = place.path === "" ? name : isBelow ? name.slice(place.path.length + 1) : name;
        return `scope.${isBelow ? "" : "top."}${method}(${[literal(short), ...more].join(", ")})`;
      },
      stored(values) {
        const known = [...module.constants].find(([, other]) => String(other) === String(values));
        if (known !== undefined) return known[0];
        const name = module.unique("NUMBERS");
        module.constants.set(name, values);
        return name;
      },
    };

    function demand(one: Tensor): Code {
      const bound = local.get(one);
      if (bound !== undefined) return bound;
      const { node } = one;
      if (node.primitive === "feed") return isRoot ? keep(one, express(one)) : take(one);
      if (LEAVES.has(node.primitive)) return express(one);
      if (!inside(one)) return take(one);
      const owner = ownerOf(node);
      if (owner !== place) {
        call(childTowards(place, owner));
        return local.get(one)!;
      }
      return isChoice(node) ? choose(one) : keep(one, express(one));
    }

    function take(one: Tensor): Code {
      if (isRoot) throw new Error(`${node(one)} is not handed to ${part.name}`);
      takes.push(one);
      const code = tensor(nameFor(one));
      local.set(one, code);
      return code;
    }

    /** Gives a value a name where it has one or is used more than once. */
    function keep(one: Tensor, code: Code): Code {
      const results = RESULTS[one.node.primitive as PrimitiveName];
      if (results !== undefined) {
        const all = names("batch");
        lines.push(`const ${all} = ${code.text};`);
        for (const [i, output] of one.node.outputs.entries())
          local.set(output, tensor(`${all}.${results[i]}`));
        return local.get(one)!;
      }
      const isFeed = one.node.primitive === "feed";
      const often = count(one) > 1;
      const isLong = callsIn(code.text) > MANY && !roots.includes(one);
      if (!often && !isLong && !(part.names.has(one) && !isFeed)) return code;
      return define(one, code);
    }

    function define(one: Tensor, code: Code, name = nameFor(one)): Code {
      lines.push(`const ${name} = ${code.text};${part.isPlain === true ? "" : shapeOf(one, code)}`);
      const named = { kind: code.kind, text: name };
      local.set(one, named);
      return named;
    }

    function express(one: Tensor): Code {
      const { node } = one;
      const inputs = node.inputs.map((input, i) =>
        node.primitive === "random_uniform" ? tensor(String(i)) : demand(input),
      );
      const expression = expressions[node.primitive as PrimitiveName] as Expression<PrimitiveName>;
      const attributes = node.attributes as AttributesOf<PrimitiveName> & Readonly<Record<string, unknown>>;
      return expression(writing, inputs, { ...node, attributes });
    }

    function call(child: Place): void {
      if (calling.has(child)) throw new Entangled(child.use!);
      calling.add(child);
      const { name, isScoped, takes: taken, gives: given } = writePlace(child);
      const path = child.path;
      const isBelow = place.path === "" || path.startsWith(`${place.path}/`);
      const below = place.path === "" || !isBelow ? path : path.slice(place.path.length + 1);
      const scope = isScoped ? [`scope.${isBelow ? "" : "top."}below(${literal(below)})`] : [];
      const words = `${name}(${[...scope, ...taken.map((one) => asTensor(demand(one)))].join(", ")})`;
      const [only, ...others] = given;
      if (others.length === 0) define(only!.tensor, tensor(words));
      else {
        const bound = given.map((one) => {
          const own = nameFor(one.tensor);
          local.set(one.tensor, tensor(own));
          return own === one.name ? own : `${one.name}: ${own}`;
        });
        lines.push(`const { ${bound.join(", ")} } = ${words};`);
      }
      calling.delete(child);
    }

    /** Whether what stands at a path works as in training. */
    const trainsAt = (path: string) =>
      part.isStaged === true ? writing.inScope("trains", path) : "scope.training";

    /** What is one thing in training and another in prediction. */
    function choose(one: Tensor): Code {
      const { node } = one;
      const [, training, predicting] = node.inputs as readonly [Tensor, Tensor, Tensor];
      const sets = ownUpdates.filter(({ application }) => application === node.origin.application);
      for (const always of groups.outsideOf(node)) demand(always);
      const wanted = nameFor(one);
      const trains = trainsAt(node.origin.path);
      const there = branch(training, one, () => {
        for (const update of sets) setVariable(update);
      });
      const here = branch(predicting, one, () => {});
      for (const update of sets) done.add(update);
      const numbers = there.code.kind === "number" && here.code.kind === "number";
      const [a, b] = numbers
        ? [there.code.text, here.code.text]
        : [asTensor(there.code), asTensor(here.code)];
      if (there.lines.length === 0 && here.lines.length === 0) {
        const code: Code = { kind: numbers ? "number" : "tensor", text: `(${trains} ? ${a} : ${b})` };
        if (count(one) <= 1 && !part.names.has(one)) return code;
        return define(one, code, wanted);
      }
      const name = wanted;
      const otherwise = here.lines.length === 0 && a === b ? [] : [...here.lines, `${name} = ${b};`];
      lines.push(
        `let ${name}: tf.Tensor;${shapeOf(one, tensor(name))}`,
        `if (${trains}) {`,
        ...there.lines,
        `${name} = ${a};`,
        `} else {`,
        ...otherwise,
        `}`,
      );
      const named = tensor(name);
      local.set(one, named);
      return named;
    }

    function branch(one: Tensor, whole: Tensor, then: () => void): { code: Code; lines: string[] } {
      const outer = lines;
      const before = new Map(local);
      lines = [];
      let code = demand(one);
      then();
      // What was stretched along with the other branch alone.
      if (showShape(one.shape) !== showShape(whole.shape) && code.kind === "tensor") {
        code = tensor(`${code.text}.broadcastTo(${stretchedTo(whole)})`);
      }
      const own = lines;
      lines = outer;
      local.clear();
      for (const [tensor, known] of before) local.set(tensor, known);
      return { code, lines: own };
    }

    const done = new Set<(typeof updates)[number]>();
    function setVariable({ variable, value }: (typeof updates)[number]): void {
      lines.push(`${writing.inScope("set", variable.name, asTensor(demand(value)))};`);
    }

    const codes = roots.map(demand);
    const left = ownUpdates.filter((update) => !done.has(update));
    const guards = new Map<string, (typeof updates)[number][]>();
    for (const update of left) {
      const guard = trainsAt(update.variable.origin.path);
      guards.set(guard, [...(guards.get(guard) ?? []), update]);
    }
    for (const [guard, own] of guards) {
      const outer = lines;
      lines = [];
      for (const update of own) setVariable(update);
      outer.push(`if (${guard}) {`, ...lines, "}");
      lines = outer;
    }

    if (isRoot) {
      const { results } = part;
      const [first] = codes;
      const entries =
        results instanceof Map
          ? fields([...results.keys()].map((name, i) => ({ name, text: asTensor(codes[i]!) })))
          : Array.isArray(results)
            ? `[${codes.map(asTensor).join(", ")}]`
            : part.returns === "number"
              ? first!.text
              : asTensor(first!);
      const { name, documentation, parameters, returns } = part;
      module.functions.push({
        name,
        documentation,
        parameters,
        returns,
        body: [...lines, `return ${entries};`],
      });
      return { name, isScoped: true, takes, gives: [] };
    }

    const resultNames = uniqueNames();
    const entries = gives.map((one, i) => ({
      name: resultNames(variableName(part.names.get(one) ?? one.node.primitive)),
      tensor: one,
      text: asTensor(codes[i]!),
    }));
    const [only, ...others] = entries;
    if (only === undefined) throw new Error(`${place.path} gives nothing`);
    const value = others.length === 0 ? only.text : fields(entries);
    const body = [...lines, `return ${value};`];
    const isScoped = body.some((line) => /\bscope\b/.test(line));
    const code = {
      documentation: place.use!.block.documentation,
      parameters: [
        ...(isScoped ? [{ name: "scope", type: "Scope" }] : []),
        ...takes.map((one) => ({ name: local.get(one)!.text, type: "tf.Tensor" })),
      ],
      returns:
        others.length === 0
          ? "tf.Tensor"
          : `{ ${entries.map(({ name }) => `${name}: tf.Tensor`).join("; ")} }`,
      body,
    };
    const name = functionName(module, place.use!.block.name.text, code);
    const result: Written = { name, isScoped, takes, gives: entries };
    written.set(place, result);
    return result;
  }

  writePlace(root);
}

const fields = (all: readonly { readonly name: string; readonly text: string }[]) =>
  `{ ${all.map(({ name, text }) => (name === text ? name : `${name}: ${text}`)).join(", ")} }`;

const node = ({ node: { primitive, origin } }: Tensor) => `${primitive} of ${origin.path}`;
const tensorsOf = (nodes: readonly Node[]) => nodes.flatMap(({ outputs }) => outputs);

/** Declared results come first, in their order. */
function rank({ use }: Place, one: Tensor): number {
  const at = use?.results.indexOf(one) ?? -1;
  return at < 0 ? 1e9 + one.node.id : at;
}

const stretchedTo = ({ shape }: Tensor) =>
  `[${shape.map((dim) => (typeof dim === "number" ? dim : dim.batch === 1 ? "scope.rows" : `${dim.batch} * scope.rows`)).join(", ")}]`;

const shapeOf = ({ shape }: Tensor, { kind }: Code) => (kind === "number" ? "" : ` // ${showShape(shape)}`);

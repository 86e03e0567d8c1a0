import { axisNamed, CHANNEL, type ValueType } from "../types/value-type.ts";
import { SPACES } from "./rules.ts";

type Typed = Pick<ValueType, "axes">;

/** Axes by the part they play, whatever their names. */
const ROLES: Readonly<Record<string, (type: Typed) => readonly string[] | undefined>> = {
  /** Those that convolution and pooling act on. */
  space: (type) => SPACES.find((names) => names.every((name) => axisNamed(type, name) !== undefined)),
  /** The one beside `channel`, which attention and recurrence go along; also of scores, which have no channels. */
  sequence(type) {
    const others = type.axes.filter(({ name }) => name !== CHANNEL);
    return others.length === 1 ? [others[0]!.name] : undefined;
  },
};

/** Names of the axes that a name stands for: the axis of that name, or those that play that part. */
export function axesCalled(name: string, type: Typed): readonly string[] | undefined {
  if (axisNamed(type, name) !== undefined) return [name];
  return Object.hasOwn(ROLES, name) ? ROLES[name]!(type) : undefined;
}

/** The names of axes that stand for a part of a value of any names, when a block is checked for every use at once. */
export const standInAxes = (name: string): readonly string[] =>
  name === "space" ? ["height", "width"] : [name];

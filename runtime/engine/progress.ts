/** The steps of an installation, in the usual order. */
export type Phase =
  | "wait"
  | "look"
  | "packages"
  | "download"
  | "verify"
  | "extract"
  | "compile"
  | "probe"
  | "publish";

export interface Progress {
  readonly phase: Phase;
  /** What is being done, in a few words. */
  readonly message: string;
  /** From 0 to 1, where it is known. */
  readonly fraction?: number;
}

export type Report = (phase: Phase, message: string, fraction?: number) => void;

export interface PhaseTime {
  readonly phase: Phase;
  readonly seconds: number;
}

/** Passes progress on and keeps the time: each phase lasts until the next is reported. */
export function timekeeper(
  listener: (progress: Progress) => void,
  now: () => number = performance.now.bind(performance),
) {
  const spent = new Map<Phase, number>();
  let current: { phase: Phase; since: number } | undefined;
  const close = (): void => {
    if (current === undefined) return;
    const { phase, since } = current;
    spent.set(phase, (spent.get(phase) ?? 0) + (now() - since) / 1000);
    current = undefined;
  };
  const report: Report = (phase, message, fraction) => {
    if (current?.phase !== phase) {
      close();
      current = { phase, since: now() };
    }
    listener({ phase, message, ...(fraction === undefined ? {} : { fraction }) });
  };
  const times = (): PhaseTime[] => {
    close();
    return [...spent].map(([phase, seconds]) => ({ phase, seconds: Math.round(seconds * 10) / 10 }));
  };
  return { report, times };
}

import cliProgress from "cli-progress";
import { installEngine } from "../../runtime/engine/install.ts";
import { colours } from "../terminal.ts";

interface InstallFlags {
  readonly gpu?: boolean;
  readonly force?: boolean;
}

/** `fusewire engine install` */
export async function install({ gpu = false, force = false }: InstallFlags): Promise<number> {
  const display = progressDisplay();
  try {
    const { engine, reused } = await installEngine({
      gpu,
      force,
      onProgress: ({ phase, message, fraction }) => display.show(phase, message, fraction),
      onPassedOver({ name, error }) {
        display.clear();
        console.error(`  ${colours.dim(`${name}: ${error.message}`)}`);
      },
    });
    display.clear();
    const { tensorflow, package: binding } = engine.manifest;
    const what = `TensorFlow ${tensorflow.version} through ${binding.name}@${binding.version}`;
    console.error(`${reused ? "Engine ready" : "Engine installed"}: ${what}`);
    return 0;
  } finally {
    display.clear();
  }
}

/** A line with a bar on a terminal; elsewhere a line per phase. */
function progressDisplay() {
  if (!process.stderr.isTTY) {
    let last = "";
    return {
      show(phase: string, message: string) {
        if (phase !== last) console.error(`  ${message}`);
        last = phase;
      },
      clear() {},
    };
  }
  const bar = new cliProgress.SingleBar(
    { format: "  {bar} {message}", hideCursor: true, clearOnComplete: true, stream: process.stderr },
    cliProgress.Presets.shades_classic,
  );
  let running = false;
  return {
    show(_: string, message: string, fraction?: number) {
      if (!running) bar.start(100, 0, { message });
      running = true;
      bar.update(Math.round((fraction ?? 0) * 100), { message });
    },
    clear() {
      if (running) bar.stop();
      running = false;
    },
  };
}

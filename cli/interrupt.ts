/** The first Ctrl-C asks the run to end, a second one leaves it. */
export function onInterrupt() {
  const controller = new AbortController();
  const listen = () => {
    if (controller.signal.aborted) process.exit(130);
    console.error("\nFinishing the step. Press Ctrl-C again to leave at once.");
    controller.abort();
  };
  process.on("SIGINT", listen);
  return { signal: controller.signal, stop: () => void process.off("SIGINT", listen) };
}

/** Writes `runtime.js` and the binaries into a folder. */
export function bundleBrowser(folder: string): Promise<void>;

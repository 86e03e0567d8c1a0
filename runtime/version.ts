import packageJson from "../package.json" with { type: "json" };

/** The version of Fusewire. */
export const VERSION: string = packageJson.version;

import { createReadStream, existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Emoji, readEmoji } from "../emoji.ts";

const here = dirname(fileURLToPath(import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".png": "image/png",
  ".wasm": "application/wasm",
};

/** How many emoji of each group the page shows. */
const SHOWN = 2;

/** Some emoji of each group. */
function shown(): Emoji[] {
  const counts = new Map<string, number>();
  return readEmoji().filter(({ group }) => {
    const count = counts.get(group) ?? 0;
    counts.set(group, count + 1);
    return count < SHOWN;
  });
}

/** Serves the page, with the model that was built into a folder, to this machine alone. Port 0 is any that is free. */
export function servePage(model: string, port: number): Promise<Server> {
  const emoji = shown();
  const list = emoji.map(({ label, group, picture }) => ({
    name: label,
    group,
    picture: `pictures/${basename(picture)}`,
  }));
  const pictures = new Map(emoji.map(({ picture }) => [`/pictures/${basename(picture)}`, picture]));

  /** Only files that are known by name. */
  function fileOf(path: string): string | undefined {
    if (path === "/" || path === "/page.js") return join(here, path === "/" ? "index.html" : "page.js");
    const [, name] = /^\/model\/([\w.-]+)$/.exec(path) ?? [];
    const file = name === undefined ? pictures.get(path) : join(model, name);
    return file !== undefined && existsSync(file) ? file : undefined;
  }

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (pathname === "/emoji.json") {
      response.writeHead(200, { "content-type": TYPES[".json"] }).end(JSON.stringify(list));
      return;
    }
    const file = fileOf(pathname);
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

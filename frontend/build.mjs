/** Builds the editor into the Python package: loader.js, editor.js and the licences of what is inside. */

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, "../course/views/editor/static"));

/** Names the sources and the lock file; tests/frontend computes the same from the committed files. */
function digestOfSources() {
  const sources = readdirSync(join(here, "src")).map((name) => `src/${name}`);
  const names = ["build.mjs", "package-lock.json", "package.json", ...sources].sort();
  const hash = createHash("sha256");
  for (const name of names) hash.update(`${name}\n${read(join(here, name))}\n`);
  return hash.digest("hex");
}

const digest = digestOfSources();
const options = {
  absWorkingDir: here,
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  charset: "utf8",
  metafile: true,
  define: { SOURCES: JSON.stringify(digest) },
};

mkdirSync(out, { recursive: true });
const banner = { js: `/* Built from frontend/ by "npm run build": sources ${digest}, licences in LICENSES.txt */` };
const { metafile } = await build({ ...options, banner, entryPoints: ["src/editor.js"] });
await build({ ...options, entryPoints: ["src/loader.js"] });
writeFileSync(join(out, "LICENSES.txt"), licences(Object.keys(metafile.inputs)));

function licences(inputs) {
  const packages = inputs.map((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean);
  const texts = [...new Set(packages)].sort().map(licence);
  return ["editor.js contains the following packages, each under the licence below it.\n", ...texts].join("\n");
}

function licence(name) {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(read(join(folder, "package.json")));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} has no licence file: do not ship it before its licence is known.`);
  return `${"=".repeat(78)}\n${name} ${version} (${license})\n\n${read(join(folder, file)).trim()}\n`;
}

function read(path) {
  return readFileSync(path, "utf8").replaceAll("\r\n", "\n");
}

// Packs what Trunk made for a shorter download: its style sheets become one without comments and
// indentation, in their order, and the module that wasm-bindgen made loses its comments. Trunk runs
// this after each build (Trunk.toml) and names the folder. It must not know what is in the files.

import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.env.TRUNK_STAGING_DIR;
const page = join(folder, "index.html");
let html = readFileSync(page, "utf8");

/** No style sheet here has a comment, a bracket or runs of spaces within a string. */
function smaller(css) {
  return css
    .replace(/\/\*[^]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .replace(/ ?([{};,]) ?/g, "$1")
    .replace(/: /g, ":")
    .replace(/;}/g, "}")
    .trim();
}

const LINK = /<link rel="stylesheet" href="\.\/([^"]*\.css)"\/?>\s*/g;
const sheets = [...html.matchAll(LINK)].map((it) => it[1]);
if (sheets.length > 1) {
  const css = smaller(sheets.map((it) => readFileSync(join(folder, it), "utf8")).join("\n"));
  const name = `style-${createHash("sha256").update(css).digest("hex").slice(0, 16)}.css`;
  writeFileSync(join(folder, name), css);
  for (const it of sheets) rmSync(join(folder, it));
  let first = true;
  html = html.replace(LINK, () => {
    const link = first ? `<link rel="stylesheet" href="./${name}">\n    ` : "";
    first = false;
    return link;
  });
  writeFileSync(page, html.replace(/<!--[^]*?-->/g, "").replace(/\n\s*\n\s*/g, "\n"));
}

// Comments of whole lines and indentation: a string never spans lines there.
const glue = join(folder, /id="glue" href="\.\/([^"]+)"/.exec(html)[1]);
const lines = readFileSync(glue, "utf8").replace(/^\s*\/\*\*[^]*?\*\/$/gm, "").split("\n");
const told = lines.map((it) => it.trim()).filter((it) => it && !it.startsWith("//"));
writeFileSync(glue, told.join("\n"));

// Packs what Trunk made for a shorter download: its style sheets become one without comments and
// indentation, in their order, the modules lose their comments, and the wasm is packed as LZMA,
// which src/ui/unlzma.js unpacks. Trunk runs this after each build (Trunk.toml) and names the
// folder. It must not know what is in the files.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { unlzma } from "../src/ui/unlzma.js";
import { later } from "./later.mjs";
import { split } from "./split.mjs";

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
  html = html.replace(/<!--[^]*?-->/g, "").replace(/\n\s*\n\s*/g, "\n");
  writeFileSync(page, html);
  const beside = join(folder, "faithful.html");
  writeFileSync(beside, readFileSync(beside, "utf8").replace("./style.css", `./${name}`));
}

/** Without comments of whole lines and indentation: a string never spans lines there. */
function told(script) {
  const lines = script.replace(/^\s*\/\*\*[^]*?\*\/$/gm, "").split("\n");
  return lines.map((it) => it.trim()).filter((it) => it && !it.startsWith("//")).join("\n");
}

const glue = join(folder, /id="glue" href="\.\/([^"]+)"/.exec(html)[1]);
writeFileSync(glue, told(readFileSync(glue, "utf8")));

// A loader takes what it imports of ours into itself: one file, one request. What is taken twice
// would be declared twice, so each file is taken once.
const sources = join(dirname(fileURLToPath(import.meta.url)), "..", "src", "ui");
const OURS = /^import \{.*"\.\/(unlzma\.js|choice\.js|fetch\.js|rest\.js)";$/gm;
function whole(name, edit = (text) => text) {
  const taken = new Set();
  const take = (_line, file) => {
    if (taken.has(file)) return "";
    taken.add(file);
    const text = readFileSync(join(sources, file), "utf8").replace(/^export /gm, "");
    return text.replace(OURS, take);
  };
  const text = readFileSync(join(folder, name), "utf8").replace(OURS, take);
  writeFileSync(join(folder, name), told(edit(text)));
}
whole(readdirSync(folder).find((it) => /^boot-.*\.js$/.test(it)));
whole("faithful.js");

/** The bytes as LZMA with their size in the header, or nothing where there is no xz. */
function packed(bytes) {
  try {
    const options = { input: bytes, maxBuffer: bytes.length * 2, stdio: ["pipe", "pipe", "ignore"] };
    const made = new Uint8Array(execFileSync("xz", ["--format=lzma", "--lzma1=preset=9e,lc=4,pb=0", "-c"], options));
    new DataView(made.buffer).setBigUint64(5, BigInt(bytes.length), true);
    return made;
  } catch {
    return undefined;
  }
}

/** Packs a program under its name with another ending; the name it has from now on. */
function repacked(name) {
  const wasm = readFileSync(join(folder, name));
  const small = packed(wasm);
  if (!small) {
    console.error("pack: no xz here: the wasm stays as it is, a fifth more to download");
    return name;
  }
  if (Buffer.compare(Buffer.from(unlzma(small)), wasm) !== 0) {
    throw new Error("pack: what src/ui/unlzma.js unpacks is not what was packed");
  }
  writeFileSync(join(folder, `${name}.lzma`), small);
  rmSync(join(folder, name));
  return `${name}.lzma`;
}

const engine = /id="engine" href="\.\/([^"]+)"/.exec(html)[1];
const { first, rest } = split(readFileSync(join(folder, engine)), later);
const behind = engine.replace("_bg.wasm", "_rest.wasm");
writeFileSync(join(folder, engine), first);
writeFileSync(join(folder, behind), rest);
const [name, second] = [engine, behind].map(repacked);
const type = name === engine ? ' type="application/wasm"' : "";
const link = html.replace(`./${engine}`, `./${name}`).replace(' type="application/wasm"', type);
writeFileSync(page, link.replace("<title>", `<meta name="rest" content="./${second}">\n    <title>`));

// The module that wasm-bindgen made gives the first module what it imports, and the second the
// first's exports.
function patched(text, from, to) {
  if (text.split(from).length !== 2) throw new Error(`pack: the glue has no single ${from}`);
  return text.replace(from, () => to);
}
const glued = patched(
  readFileSync(glue, "utf8"),
  '"./etcdscope_bg.js": import0,',
  '"./etcdscope_bg.js": import0,\n"rest": globalThis.etcdscopeRest,',
);
const exported = "wasm = instance.exports;";
writeFileSync(glue, patched(glued, exported, `${exported}\nglobalThis.etcdscopeRest.first = wasm;`));

// What the worker runs has no hash in its names; its addresses carry one.
const judge = repacked("judge_bg.wasm");
writeFileSync(join(folder, "judge.js"), told(readFileSync(join(folder, "judge.js"), "utf8")));
const hash = createHash("sha256").update(readFileSync(join(folder, judge)));
const mark = hash.digest("hex").slice(0, 16);
whole("worker.js", (text) =>
  text.replace("./judge.js", `./judge.js?${mark}`).replace("judge_bg.wasm", `${judge}?${mark}`));

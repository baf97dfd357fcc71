// Opens random visits in the page and compares the hash at moments that the native program lived
// through: `etcdscope visits --json` tells them, one line a visit, on standard input or from a file.
//
//   etcdscope visits --seeds 300 --json > visits.json
//   node tests/browser/visits-in-page.mjs visits.json [MOMENTS-A-VISIT]

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";

import { launch, serveDist } from "./browser.mjs";
import { Visitor } from "./visitor.mjs";

/** The link to a script, as the page itself makes it. */
export function linkTo(script) {
  return `#v1,${deflateRawSync(Buffer.from(script)).toString("base64url")}`;
}

/** Opens a visit in the page; returns what differs there from what was lived natively. */
export async function compare(visitor, told, count) {
  const step = Math.max(1, Math.floor(told.moments.length / count));
  // There and back: the later half first.
  const some = told.moments.filter((_, at) => at % step === 0);
  const middle = Math.floor(some.length / 2);
  const moments = [...some.slice(middle), ...some.slice(0, middle)];
  return visitor.page.evaluate(async ({ link, hash, moments }) => {
    const door = window.etcdscope;
    const differs = [];
    const look = (what, wanted) => {
      const got = door.hash();
      if (got !== wanted) differs.push(`${what}: ${got} instead of ${wanted}`);
    };
    await door.open(link);
    look("opened", hash);
    for (const it of moments) {
      if (door.position().branch !== it.branch) door.switchTo(it.branch);
      door.seek({ time: it.time, events: it.events, inputs: it.inputs });
      look(`at event ${it.events} of ${it.branch}`, it.hash);
    }
    const again = await door.link();
    await door.open(again);
    const last = moments.at(-1);
    if (last) look("shared again", last.hash);
    return differs;
  }, { link: linkTo(told.script), hash: told.hash, moments });
}

async function main(path, count) {
  const lines = readFileSync(path, "utf8").trim().split("\n");
  const server = await serveDist();
  const browser = await launch();
  const visitor = await Visitor.open(browser, server.url);
  await visitor.pause();
  let failed = 0;
  for (const line of lines) {
    const told = JSON.parse(line);
    const differs = await compare(visitor, told, count);
    if (differs.length) {
      failed += 1;
      console.log(`seed ${told.seed}: ${differs[0]} (${differs.length} in all)`);
    }
  }
  assert.deepEqual(visitor.troubles, []);
  await browser.close();
  server.close();
  console.log(`${lines.length - failed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(process.argv[2] ?? "/dev/stdin", Number(process.argv[3] ?? 20));
}

// Fetches what the program wants later, behind what it wants at once. It must not know what that
// is: scripts/split.mjs took it out of the first module, which calls `load` if it is wanted sooner.

import { unlzma } from "./unlzma.js";

/** What stands in for the second module until it is there; the first imports it as `rest`. */
const rest = { load, first: undefined };
globalThis.etcdscopeRest = rest;

const address = document.querySelector("meta[name=rest]")?.content;
let stands = !address;

/** The module in fetched bytes, unpacked if scripts/pack.mjs could pack it. */
export function module(bytes) {
  const [zero, letter] = bytes;
  return zero === 0 && letter === 0x61 ? bytes : unlzma(bytes); // wasm begins with NUL, "asm"
}

function enter(compiled) {
  if (stands) return;
  // It writes its functions into the first module's table; nothing else is wanted of it.
  new WebAssembly.Instance(compiled, { first: rest.first });
  stands = true;
}

/** Now, whatever it takes: the visitor wants what is not there yet. */
function load() {
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  request.overrideMimeType("text/plain; charset=x-user-defined"); // bytes, each as a character
  request.send();
  if (request.status !== 200) throw new Error(`${address}: ${request.status}`);
  const bytes = Uint8Array.from(request.responseText, (it) => it.charCodeAt(0) & 0xff);
  enter(new WebAssembly.Module(module(bytes)));
}

/** In the background; what fails is tried again when it is wanted. */
export async function behind() {
  if (stands) return;
  try {
    const answer = await fetch(address);
    if (!answer.ok) return;
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (!stands) enter(await WebAssembly.compile(module(bytes)));
  } catch (reason) {
    console.warn(reason);
  }
}

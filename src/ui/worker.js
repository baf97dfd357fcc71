// Runs the judges beside the page. It must not know what they do.
//
// They are a program of their own (src/ui/work/main.rs), fetched when it is first wanted. It takes the
// messages over itself (src/ui/work) and says when it stands.

import start from "./judge.js";
import { unlzma } from "./unlzma.js";

const answer = await fetch(new URL("./judge_bg.wasm", import.meta.url));
const bytes = new Uint8Array(await answer.arrayBuffer());
const [zero, letter] = bytes;
await start({ module_or_path: zero === 0 && letter === 0x61 ? bytes : unlzma(bytes) });

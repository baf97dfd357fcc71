// Runs the program once more, beside the page. It must not know what the program does.
//
// The page sends its parts (src/ui/boot.js keeps them): the module that wasm-bindgen made, and the
// compiled wasm, so that nothing is fetched or unpacked twice. Without a window the program takes
// the messages over itself (src/ui/work) and says when it stands.

onmessage = async ({ data: { glue, module } }) => {
  const { default: start } = await import(glue);
  await start({ module_or_path: module });
};

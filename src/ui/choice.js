// The language and the theme that the visitor chose, or else what the browser says. The program
// reads the same choices once it stands.

function chosen(parameter, key) {
  try {
    return new URLSearchParams(location.search).get(parameter) ?? localStorage.getItem(key);
  } catch {
    return null; // A frame without storage: what the browser says will do.
  }
}

export function language() {
  const tags = [chosen("lang", "etcdscope.language"), ...navigator.languages];
  const known = tags.map((it) => /^(en|zh)\b/i.exec(it ?? "")).find((it) => it);
  return known ? known[1].toLowerCase() : "en";
}

export function theme() {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const it = chosen("theme", "etcdscope.theme");
  return ["light", "dark"].includes(it) ? it : dark ? "dark" : "light";
}

// Gives the page "How faithful" the language and the theme that the visitor chose.

import { language, theme } from "./choice.js";

document.documentElement.lang = language();
document.documentElement.dataset.theme = theme();

/** What plugins may import of this package, and where it is: plugins need no `node_modules`. */
export const places: Readonly<Record<string, string>> = {
  "@ospec/plugin-sdk": new URL("../index.js", import.meta.url).href,
  "@ospec/plugin-sdk/testing": new URL("../testing/index.js", import.meta.url).href,
};

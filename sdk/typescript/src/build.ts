import { existsSync } from "node:fs";
import { compile } from "./building/compile.js";
import { link } from "./building/link.js";

const failure = 1;
const usage = 2;

process.exitCode = main(process.argv.slice(2));

function main(args: readonly string[]): number {
  const folders = args.filter((arg) => arg !== "--link");
  const [folder] = folders;
  if (folder === undefined || folders.length > 1 || folder.startsWith("-")) {
    console.error("usage: node build.js [--link] <package folder>\nCompiles the plugin's TypeScript into dist/.");
    return usage;
  }

  if (!existsSync(folder)) {
    console.error(`error: there is no folder '${folder}'.`);
    return usage;
  }

  if (folders.length < args.length) {
    for (const place of link(folder)) {
      console.log(`linked ${place}`);
    }

    return 0;
  }

  const compilation = compile(folder);
  for (const message of compilation.messages) {
    console.error(message);
  }

  for (const file of compilation.files) {
    console.log(file);
  }

  return compilation.succeeded ? 0 : failure;
}

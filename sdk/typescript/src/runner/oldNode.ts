import { spawnSync } from "node:child_process";
import module from "node:module";

/**
 * Starts this program again with a loader, where Node.js is too old to get its hooks while it runs (18.0 to 18.18).
 * @returns The exit code; undefined where that is not needed.
 */
export function runWithLoader(): number | undefined {
  const hasLoader = process.execArgv.some((option) => option.includes("loader"));
  if ("register" in module || hasLoader) {
    return undefined;
  }

  const hooks = new URL("./hooks.js", import.meta.url).href;
  const { status } = spawnSync(
    process.execPath,
    ["--no-warnings", `--experimental-loader=${hooks}`, ...process.argv.slice(1)],
    { stdio: "inherit" },
  );
  return status ?? 1;
}

#!/usr/bin/env bash
# Builds the package into a folder: build.sh OUTDIR. Needs no network: the compiler is that of the test tools, see eng/npm.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${1:?usage: build.sh OUTDIR}
modules=${SPECKIT_TEST_NODE_MODULES:-$here/../../artifacts/npm/node_modules}
[ -e "$modules/typescript/lib/tsc.js" ] || {
  echo "error: the TypeScript compiler is not in $modules. Run './run test' once, or let SPECKIT_TEST_NODE_MODULES name a folder that has it." >&2
  exit 1
}

mkdir -p "$out"
out=$(cd "$out" && pwd)
rm -rf "$out/dist"
node "$modules/typescript/lib/tsc.js" --project "$here/tsconfig.json" --typeRoots "$modules/@types" --outDir "$out/dist"
cp "$here/package.json" "$here/README.md" "$here/../../LICENSE" "$out/"

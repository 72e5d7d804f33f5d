#!/usr/bin/env bash
# Makes the finished package: build.sh FOLDER. SPECKIT_SHARE names the folder of the SDKs, else it is that of ./run.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${1:?usage: build.sh FOLDER}
share=${SPECKIT_SHARE:-$here/../../../../artifacts/share/speckit}
mkdir -p "$out"
cp -R "$here/src" "$here/package.json" "$here/conformance.json" "$out/"
node "$share/node_modules/@ospec/plugin-sdk/dist/build.js" "$out" >/dev/null

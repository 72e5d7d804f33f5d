#!/usr/bin/env bash
# Builds the conformance plugin into a folder: build.sh FOLDER
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
target=${1:?the folder to build into is missing}
dotnet publish src/ConformancePlugin.csproj -c Release -v quiet -o "$target/bin" -p:RunAnalyzers=false
cp conformance.json "$target/"

# Installs what the tests need and runs every test. The last line is "N passed, N failed[, N skipped]".
need_dotnet
need git git
need openssl openssl
need python3 python3
need_strace
need_bubblewrap
need_npm_tools
need_json_schema_suite
source eng/scripts/suites.sh
say "building"
mkdir -p "$ARTIFACTS"
dotnet tool restore >/dev/null
quietly dotnet build Speckit.slnx -c Debug
build_binaries
build_plugins
export SPECKIT_BIN=$BIN SPECKIT_PLUGINS=$ARTIFACTS/plugins

results=$ARTIFACTS/test-results
rm -rf "$results"
mkdir -p "$results"
say "testing"
failed_runs=0
dotnet test Speckit.slnx -c Debug --no-build -m:2 --logger "trx" --results-directory "$results" \
  --collect "XPlat Code Coverage" --settings eng/coverage.runsettings -v quiet "$@" \
  >"$results/output.log" 2>&1 || failed_runs=1
run_suites
grep -E '^\s+(Failed|Error Message|Assert|Stack Trace)|\[FAIL\]|error ' "$results/output.log" | head -200 || true

say "line coverage"
dotnet reportgenerator "-reports:$results/**/coverage.cobertura.xml" "-targetdir:$results/coverage" \
  "-reporttypes:TextSummary;Cobertura" -verbosity:Error >/dev/null
sed -n '/Line coverage/p;/^Speckit\|^specify\|^speckit/p' "$results/coverage/Summary.txt"
python3 eng/scripts/tally.py "$results" "$failed_runs"

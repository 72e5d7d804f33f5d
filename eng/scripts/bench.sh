# Benchmarks. Each compares within one run, since machines are noisy: look at the ratios.
bench_names=${1:-cli registry resolve}

# The median in milliseconds of each command that hyperfine measured, by the command's label.
bench_medians() {
  node -e '
    const { results } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
    const base = results[0].median;
    for (const r of results) {
      const ms = (s) => (s * 1000).toFixed(2).padStart(8);
      console.log(`  ${r.command.padEnd(34)} median ${ms(r.median)} ms   min ${ms(r.min)} ms   ${(r.median / base).toFixed(2)} x --version`);
    }' "$1"
}

# A project with that many installed plugins, each built and installed with the real commands; every other one enabled.
bench_project() {
  local count=$1 project=$2 i name
  mkdir -p "$project/sources"
  cd "$project"
  specify init >/dev/null
  for ((i = 1; i <= count; i++)); do
    name=$(printf 'plugin-%04d' "$i")
    mkdir -p "sources/$name"
    cat >"sources/$name/plugin.yaml" <<YAML
apiVersion: speckit.dev/v1
kind: Plugin
metadata:
  name: $name
  version: 1.$i.0
  author: bench
  license: MIT
  description: Plugin number $i of a project with many, with a description of the usual length
  keywords: [bench]
provides:
  agents:
    - name: $name-agent
      description: Knows number $i
      persona_file: agent.md
YAML
    echo "You know number $i." >"sources/$name/agent.md"
    specify plugin install "./sources/$name" --yes >/dev/null
    if ((i % 2 == 0)); then specify plugin enable "$name" >/dev/null; fi
  done
  rm -rf sources
  cd "$ROOT"
}

bench_cli() {
  need hyperfine hyperfine
  need_node
  build_binaries
  export PATH=$BIN:$PATH
  local bench=$ARTIFACTS/bench/cli count
  rm -rf "$bench"
  mkdir -p "$bench/home"
  export HOME=$bench/home
  for count in 0 10 100 1000; do
    say "specify plugin list with $count plugins installed"
    bench_project "$count" "$bench/$count"
    cd "$bench/$count"
    specify plugin list >/dev/null
    hyperfine -N --warmup 10 --runs 100 --style none --export-json "$bench/$count.json" \
      -n "specify --version" "specify --version" \
      -n "specify plugin list ($count)" "specify plugin list" \
      -n "specify plugin list --json ($count)" "specify plugin list --json" >/dev/null 2>&1
    cd "$ROOT"
    bench_medians "$bench/$count.json"
  done
}

bench_registry() {
  need wrk wrk
  build_binaries
  [ -e "$ARTIFACTS"/plugins/security-scanner-*.tar.gz ] || build_plugins
  export PATH=$BIN:$PATH
  local bench=$ARTIFACTS/bench/registry url pid
  rm -rf "$bench"
  mkdir -p "$bench/home"
  export HOME=$bench/home
  speckit-registry --data "$bench/data" --urls http://127.0.0.1:0 >"$bench/registry.log" 2>&1 &
  pid=$!
  trap "kill $pid 2>/dev/null" EXIT
  for _ in $(seq 100); do
    url=$(sed -n 's/^speckit-registry listening on //p' "$bench/registry.log")
    [ -n "$url" ] && break
    sleep 0.1
  done
  [ -n "$url" ] || die "the registry did not start: see $bench/registry.log"
  cp "$ARTIFACTS"/plugins/security-scanner-*.tar.gz "$bench/"
  specify plugin keygen >/dev/null
  specify plugin sign "$bench"/*.tar.gz >/dev/null
  SPECKIT_TOKEN=$(speckit-registry token create --data "$bench/data" --publisher bench 2>/dev/null) \
    specify plugin publish "$bench"/*.tar.gz --registry "$url" >/dev/null
  local path
  for path in healthz index/se/cu/security-scanner plugins?q=security; do
    say "GET /$path (wrk -t2 -c32, client and server on the same cores)"
    wrk -t2 -c32 -d8s --latency "$url/$path" | grep -E 'Requests/sec|50%|99%|Non-2xx' || true
  done
  kill "$pid"
  wait "$pid" 2>/dev/null || true
}

bench_resolve() {
  need_dotnet
  say "choosing versions, medians of 51 runs after a warm-up"
  dotnet run --project bench/Speckit.Benchmarks -c Release -v q -- resolve
}

for bench_name in $bench_names; do
  case "$bench_name" in
    cli | registry | resolve) "bench_$bench_name" ;;
    *) die "unknown benchmark '$bench_name': cli, registry, resolve" ;;
  esac
done

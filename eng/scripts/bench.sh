# Benchmarks. Each compares within one run, since machines are noisy: look at the ratios.
bench_names=${1:-cli install registry resolve runtime}

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

# What hyperfine measured in rounds by turns, since a machine that others use is not as fast in one minute as in the next:
# of FOLDER/NAME-1.json to -4.json the median and the minimum of all times together, in seconds.
bench_js='
  const read = (file) => JSON.parse(require("fs").readFileSync(file, "utf8")).results;
  const ms = (s) => (s * 1000).toFixed(1).padStart(7);
  const rounds = (name) => {
    const measured = [1, 2, 3, 4].map((round) => read(`${name}-${round}.json`)[0]);
    const times = measured.flatMap((r) => r.times).sort((a, b) => a - b);
    return { command: measured[0].command, median: times[times.length / 2], min: times[0] };
  };
'

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

# Starts a registry on a free port: sets url and pid. It ends with the script.
bench_start_registry() {
  local bench=$1
  speckit-registry --data "$bench/data" --urls http://127.0.0.1:0 >"$bench/registry.log" 2>&1 &
  pid=$!
  trap "kill $pid 2>/dev/null" EXIT
  for _ in $(seq 100); do
    url=$(sed -n 's/^speckit-registry listening on //p' "$bench/registry.log")
    [ -n "$url" ] && return 0
    sleep 0.1
  done
  die "the registry did not start: see $bench/registry.log"
}

# bench_publish BENCH ARCHIVE: signs an archive with a new key and publishes it.
bench_publish() {
  specify plugin keygen >/dev/null
  specify plugin sign "$2" >/dev/null
  SPECKIT_TOKEN=$(speckit-registry token create --data "$1/data" --publisher bench 2>/dev/null) \
    specify plugin publish "$2" --registry "$url" >/dev/null
}

# A package of 250 KB that does not compress, with an agent.
bench_subject() {
  local folder=$1 i
  mkdir -p "$folder/data"
  cat >"$folder/plugin.yaml" <<YAML
apiVersion: speckit.dev/v1
kind: Plugin
metadata:
  name: subject
  version: 1.0.0
  author: bench
  license: MIT
  description: What is installed
provides:
  agents:
    - name: subject-agent
      description: Knows something
      persona_file: agent.md
YAML
  echo "You know something." >"$folder/agent.md"
  echo "# subject" >"$folder/README.md"
  for i in 1 2 3 4 5 6 7 8 9 10; do head -c 25000 /dev/urandom >"$folder/data/$i.bin"; done
}

# Installs of a cached, signed package, in projects with no other plugin and with a thousand.
bench_install() {
  need hyperfine hyperfine
  need_node
  build_binaries
  export PATH=$BIN:$PATH
  local bench=$ARTIFACTS/bench/install count round url pid
  rm -rf "$bench"
  mkdir -p "$bench/home"
  export HOME=$bench/home
  bench_start_registry "$bench"
  bench_subject "$bench/subject"
  specify plugin build "$bench/subject" --output "$bench" >/dev/null
  bench_publish "$bench" "$bench/subject-1.0.0.tar.gz"
  for count in 0 1000; do
    say "specify plugin install subject, with $count other plugins installed"
    bench_project "$count" "$bench/$count"
    cd "$bench/$count"
    specify plugin registry add "$url" --name local >/dev/null
    specify plugin install subject --yes >/dev/null
    cd "$ROOT"
  done
  for round in 1 2 3 4; do
    for count in 0 1000; do
      cd "$bench/$count"
      hyperfine -N --warmup 2 --runs 10 --style none --export-json "$bench/$count-$round.json" \
        --prepare "specify plugin remove subject --purge --yes" \
        -n "specify plugin install ($count)" "specify plugin install subject --yes" >/dev/null 2>&1
      cd "$ROOT"
    done
  done
  kill "$pid"
  wait "$pid" 2>/dev/null || true
  node -e "$bench_js"'
    const [none, many] = [0, 1000].map((count) => rounds(`${process.argv[1]}/${count}`));
    for (const r of [none, many]) console.log(`  ${r.command.padEnd(34)} median ${ms(r.median)} ms   min ${ms(r.min)} ms   (target: 40 ms)`);
    console.log(`  1000 to none: ${(many.median / none.median).toFixed(2)} (target: 1.50)`);
  ' "$bench"
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
  bench_start_registry "$bench"
  cp "$ARTIFACTS"/plugins/security-scanner-*.tar.gz "$bench/"
  bench_publish "$bench" "$bench"/security-scanner-*.tar.gz
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

# A project with one Python plugin, whose command answers at once and asks the host for nothing; and the host's lines to it, to start it by hand.
bench_answerer() {
  local bench=$1 package=$1/project/.specify/plugins/answerer
  mkdir -p "$bench/answerer/src" "$bench/project"
  cat >"$bench/answerer/plugin.yaml" <<'YAML'
apiVersion: speckit.dev/v1
kind: Plugin
metadata: {name: answerer, version: 1.0.0, author: bench, license: MIT, description: Answers at once}
provides:
  commands:
    - {name: "answerer:answer", description: Answers, entrypoint: "src/answer.py:answer"}
requires: {python: ">=3.11", capabilities: []}
YAML
  printf 'def answer(ctx):\n    return {"answer": 42}\n' >"$bench/answerer/src/answer.py"
  cd "$bench/project"
  specify init >/dev/null
  specify plugin install ../answerer --yes >/dev/null
  specify plugin enable answerer >/dev/null
  cat >"$bench/by-hand.jsonl" <<JSON
{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocol":1,"host":{"name":"bench","version":"0.1.0"},"plugin":{"name":"answerer","version":"1.0.0"},"project":{"root":"$bench/project","name":"project"},"dataDir":"$bench/project/.specify/data/answerer","capabilities":[],"packageDir":"$package","entrypoints":[{"handler":"command:answerer:answer","path":"src/answer.py","member":"answer","name":"answerer:answer"}],"verify":false,"ospecVersion":"1.0.0"}}
{"jsonrpc":"2.0","id":2,"method":"configure","params":{"config":{}}}
{"jsonrpc":"2.0","id":3,"method":"activate","params":{}}
{"jsonrpc":"2.0","id":4,"method":"command/run","params":{"name":"answerer:answer","arguments":[],"options":{}}}
JSON
}

# Runs of one plugin by hand, cold in the sandbox, and warm through the resident host; and round trips of the protocol.
bench_runtime() {
  need hyperfine hyperfine
  need_node
  need_bubblewrap
  build_binaries
  export PATH=$BIN:$PATH
  local bench=$ARTIFACTS/bench/runtime python
  rm -rf "$bench"
  mkdir -p "$bench/home"
  export HOME=$bench/home
  bench_answerer "$bench"
  python=$(specify doctor | sed -n 's/.*python: .* at //p')
  specify doctor | grep 'tier:'
  say "a Python plugin by hand, and with specify run"
  # A shell in between gives the input; it costs about a millisecond.
  printf 'exec %s -P -s -B -X utf8 -m speckit_sdk %s <%s\n' \
    "$python" "$bench/project/.specify/plugins/answerer" "$bench/by-hand.jsonl" >"$bench/by-hand.sh"
  local round
  for round in 1 2 3 4; do
    PYTHONPATH=$SHARE/python hyperfine -N --warmup 3 --runs 20 --style none --export-json "$bench/cold-$round.json" \
      -n "by hand" "sh $bench/by-hand.sh" >/dev/null 2>&1
    hyperfine -N --warmup 3 --runs 20 --style none --export-json "$bench/run-$round.json" \
      -n "specify run" "specify run answerer:answer" >/dev/null 2>&1
  done
  specify host start >/dev/null
  specify run answerer:answer >/dev/null
  for round in 1 2 3 4; do
    hyperfine -N --warmup 10 --runs 50 --style none --export-json "$bench/version-$round.json" \
      -n "specify --version" "specify --version" >/dev/null 2>&1
    hyperfine -N --warmup 10 --runs 50 --style none --export-json "$bench/warm-$round.json" \
      -n "specify run, warm" "specify run answerer:answer" >/dev/null 2>&1
  done
  specify host stop >/dev/null
  cd "$ROOT"
  node -e "$bench_js"'
    const folder = process.argv[1];
    const [hand, run, version, warm] = ["cold", "run", "version", "warm"].map((name) => rounds(`${folder}/${name}`));
    for (const r of [hand, run, version, warm]) console.log(`  ${r.command.padEnd(20)} median ${ms(r.median)} ms   min ${ms(r.min)} ms`);
    console.log(`  overhead of specify run over the start by hand: median ${ms(run.median - hand.median)} ms, min ${ms(run.min - hand.min)} ms (target: 25 ms)`);
    console.log(`  a warm call: median ${ms(warm.median)} ms, min ${ms(warm.min)} ms (target: 5 ms)`);
  ' "$bench"
  say "round trips of the protocol (target: 60 µs)"
  dotnet run --project bench/Speckit.Benchmarks -c Release -v q -- roundtrip
}

for bench_name in $bench_names; do
  case "$bench_name" in
    cli | install | registry | resolve | runtime) "bench_$bench_name" ;;
    *) die "unknown benchmark '$bench_name': cli, install, registry, resolve, runtime" ;;
  esac
done

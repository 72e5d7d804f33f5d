# Tests that are not .NET's: those of the SDKs, and the conformance suite for each SDK. Their results are JUnit files.

# suite NAME COMMAND...: runs a command that writes the JUnit file that --junit names. Its exit code is kept beside, so that a
# runner that breaks counts as a failure, too.
suite() {
  local name=$1 code=0
  shift
  say "testing $name"
  "$@" --junit "$results/$name.xml" >"$results/$name.log" 2>&1 || code=$?
  echo "$code" >"$results/$name.exit"
  [ "$code" -eq 0 ] || tail -n 40 "$results/$name.log"
}

# The conformance plugin of an SDK, built where it must be, with what it is written with.
conformance() {
  local language=$1 source=sdk/conformance/plugins/$1 package=$ARTIFACTS/conformance/$1
  if [ -e "$source/build.sh" ]; then
    rm -rf "$package"
    mkdir -p "$package"
    quietly "$source/build.sh" "$package" || true # Without a package the suite below says what is missing, and counts as failed.
  else
    package=$source
  fi
  suite "conformance-$language" python3 sdk/conformance/run.py --package "$package" --share "$SHARE" --patience 5
}

run_suites() {
  suite python-sdk python3 sdk/python/run_tests.py
  suite typescript-sdk sdk/typescript/run-tests.sh
  suite conformance-suite python3 sdk/conformance/tests/run_tests.py
  local language
  for language in csharp python typescript; do
    conformance "$language"
  done
}

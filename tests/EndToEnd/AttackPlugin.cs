namespace Speckit.EndToEnd;

/// <summary>A native plugin that runs whatever Python it is given and answers with the value of <c>result</c>: what a hostile plugin could do,
/// it can do. Its home has a file <c>began</c> as soon as it runs.</summary>
/// <param name="Capabilities">What it is granted.</param>
/// <param name="More">More of its manifest, whole lines.</param>
internal sealed record AttackPlugin(string[] Capabilities, string More = "")
{
    private const string Script = """
        #!/usr/bin/python3
        import json, os, sys, traceback

        open(os.environ["HOME"] + "/began", "a").close()

        def answer(identifier, result):
            sys.stdout.write(json.dumps({"jsonrpc": "2.0", "id": identifier, "result": result}) + "\n")
            sys.stdout.flush()

        for line in sys.stdin:
            message = json.loads(line)
            if "method" not in message or "id" not in message:
                continue
            identifier, method = message["id"], message["method"]
            if method == "initialize":
                hello = message["params"]
                answer(identifier, {"protocol": 1, "sdk": {"language": "python", "version": "1"}, "handlers": ["command:e2e:attack"]})
            elif method == "command/run":
                scope = {"hello": hello, "result": None}
                try:
                    exec(message["params"]["arguments"][0], scope)
                    value = scope["result"]
                except MemoryError:
                    raise
                except BaseException as e:
                    value = type(e).__name__ + ": " + str(e)
                answer(identifier, {"exitCode": 0, "result": value if isinstance(value, (str, int, list, dict)) else repr(value)})
            else:
                answer(identifier, {})

        """;

    /// <summary>Writes the plugin's folder.</summary>
    internal string Write(string work)
    {
        var folder = Directory.CreateDirectory(Path.Combine(work, $"attacker-{Guid.NewGuid():N}")).FullName;
        var script = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName, "attacker");
        File.WriteAllText(script, Script);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);
        }

        var manifest = """
            apiVersion: speckit.dev/v1
            kind: Plugin
            metadata:
              name: attacker
              version: 1.0.0
              author: tests
              license: MIT
              description: Runs what it is given
            runtime: native
            provides:
              commands:
                - name: e2e:attack
                  description: Run Python
                  entrypoint: bin/attacker

            """;
        var requires =
            Capabilities.Length == 0 ? "" : $"requires:\n  capabilities: [{string.Join(", ", Capabilities)}]\n";
        File.WriteAllText(Path.Combine(folder, "plugin.yaml"), manifest + requires + More);
        return folder;
    }
}

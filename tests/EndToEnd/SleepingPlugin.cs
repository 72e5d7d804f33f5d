namespace Speckit.EndToEnd;

/// <summary>A native plugin, written for the shell alone, whose command never ends: the protocol needs no SDK.</summary>
internal static class SleepingPlugin
{
    private const string Script = """
        #!/bin/sh
        # One JSON object a line: the identifier is all that an answer has to repeat.
        while read -r line; do
          id=$(printf '%s' "$line" | sed -n 's/.*"id":\([0-9]*\).*/\1/p')
          case "$line" in
            *'"initialize"'*)
              echo "{\"jsonrpc\":\"2.0\",\"id\":$id,\"result\":{\"protocol\":1,\"sdk\":{\"language\":\"sh\",\"version\":\"1\"},\"handlers\":[\"command:e2e:sleep\"]}}"
              ;;
            *'"command/run"'*)
              echo $$ > "$HOME/pid"
              sleep 300
              ;;
            *)
              echo "{\"jsonrpc\":\"2.0\",\"id\":$id,\"result\":{}}"
              ;;
          esac
        done

        """;

    /// <summary>Writes the plugin's folder.</summary>
    internal static string Write(string work)
    {
        var folder = Directory.CreateDirectory(Path.Combine(work, "sleeper")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "bin"));
        var script = Path.Combine(folder, "bin", "sleeper");
        File.WriteAllText(script, Script);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);
        }

        File.WriteAllText(
            Path.Combine(folder, "plugin.yaml"),
            """
            apiVersion: speckit.dev/v1
            kind: Plugin
            metadata:
              name: sleeper
              version: 1.0.0
              author: tests
              license: MIT
              description: Sleeps
            runtime: native
            requires:
              capabilities: [subprocess]
            provides:
              commands:
                - name: e2e:sleep
                  description: Sleep for five minutes
                  entrypoint: bin/sleeper
            """
        );
        return folder;
    }
}

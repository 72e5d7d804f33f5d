namespace Speckit.EndToEnd.Telemetry;

/// <summary>A native plugin, written for the shell alone, whose command ends at once.</summary>
internal static class QuickPlugin
{
    internal const string Name = "quick";
    internal const string Command = "e2e:quick";

    private const string Script = """
        #!/bin/sh
        # One JSON object a line: the identifier is all that an answer has to repeat.
        while read -r line; do
          id=${line#*\"id\":}
          id=${id%%[,\}]*}
          case "$line" in
            *'"initialize"'*)
              echo "{\"jsonrpc\":\"2.0\",\"id\":$id,\"result\":{\"protocol\":1,\"sdk\":{\"language\":\"sh\",\"version\":\"1\"},\"handlers\":[\"command:e2e:quick\"]}}"
              ;;
            *'"command/run"'*)
              echo "{\"jsonrpc\":\"2.0\",\"id\":$id,\"result\":{\"exitCode\":0}}"
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
        var folder = Directory.CreateDirectory(Path.Combine(work, Name)).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "bin"));
        var script = Path.Combine(folder, "bin", Name);
        File.WriteAllText(script, Script);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);
        }

        File.WriteAllText(Path.Combine(folder, "README.md"), "# quick\n");
        File.WriteAllText(
            Path.Combine(folder, "plugin.yaml"),
            $"""
            apiVersion: speckit.dev/v1
            kind: Plugin
            metadata:
              name: {Name}
              version: 1.0.0
              author: tests
              license: MIT
              description: Ends at once
            runtime: native
            provides:
              commands:
                - name: {Command}
                  description: End at once
                  entrypoint: bin/{Name}
            """
        );
        return folder;
    }
}

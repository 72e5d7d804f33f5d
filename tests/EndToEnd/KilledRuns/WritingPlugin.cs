namespace Speckit.EndToEnd.KilledRuns;

/// <summary>A native plugin that leaves a child behind, then writes files through the host one after the other, and notes in its own folder each
/// one that the host said was written.</summary>
internal static class WritingPlugin
{
    private const string Script = """
        #!/bin/sh
        answer() {
          printf '{"jsonrpc":"2.0","id":%s,"result":%s}\n' "$id" "$1"
        }
        write() {
          printf '{"jsonrpc":"2.0","id":%s,"method":"project/writeFile","params":{"path":"out/%s-%s","content":"x"}}\n' "$1" "$run" "$1"
          read -r reply
          case "$reply" in
            *'"result"'*) echo "$run-$1" >> "$HOME/acknowledged" ;;
          esac
        }
        while read -r line; do
          id=${line#*\"id\":}
          id=${id%%,*}
          case "$line" in
            *'"initialize"'*)
              answer '{"protocol":1,"sdk":{"language":"sh","version":"1"},"handlers":["command:e2e:write"]}'
              ;;
            *'"command/run"'*)
              run=${line#*\"arguments\":[\"}
              run=${run%%\"*}
              sleep 300 &
              for number in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
                write "$number"
              done
              answer '{"exitCode":0}'
              ;;
            *)
              answer '{}'
              ;;
          esac
        done

        """;

    /// <summary>Writes the plugin's folder.</summary>
    internal static string Write(string work)
    {
        var folder = Directory.CreateDirectory(Path.Combine(work, "writer")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "bin"));
        var script = Path.Combine(folder, "bin", "writer");
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
              name: writer
              version: 1.0.0
              author: tests
              license: MIT
              description: Writes
            runtime: native
            provides:
              commands:
                - name: e2e:write
                  description: Write files
                  entrypoint: bin/writer
            requires:
              capabilities:
                - filesystem.read
                - filesystem.write
                - subprocess
            """
        );
        return folder;
    }
}

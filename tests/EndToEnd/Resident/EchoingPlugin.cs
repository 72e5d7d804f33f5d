namespace Speckit.EndToEnd.Resident;

/// <summary>A native plugin for the shell that tells which of its processes answers, writes a line to a file, and can wait.</summary>
internal static class EchoingPlugin
{
    private const string Script = """
        #!/bin/sh
        token=$(cat /proc/sys/kernel/random/uuid)
        answer() {
          printf '{"jsonrpc":"2.0","id":%s,"result":%s}\n' "$id" "$1"
        }
        while read -r line; do
          id=${line#*\"id\":}
          id=${id%%[,\}]*}
          case "$line" in
            *'"initialize"'*)
              answer '{"protocol":1,"sdk":{"language":"sh","version":"1"},"handlers":["command:e2e:token","command:e2e:wait"]}'
              ;;
            *'"e2e:wait"'*)
              echo began >> "$HOME/waits"
              sleep 300
              ;;
            *'"e2e:token"'*)
              answer "{\"exitCode\":0,\"result\":\"$token $GREETING $(ls /proc/self/fd | tr '\n' '.')\"}"
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
        var folder = Directory.CreateDirectory(Path.Combine(work, "echoing")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "bin"));
        var script = Path.Combine(folder, "bin", "echoing");
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
              name: echoing
              version: 1.0.0
              author: tests
              license: MIT
              description: Echoes
            runtime: native
            requires:
              capabilities: [subprocess, environment]
            sandbox:
              environment: [GREETING]
            provides:
              commands:
                - name: e2e:token
                  description: Tell which process answers
                  entrypoint: bin/echoing
                - name: e2e:wait
                  description: Wait for five minutes
                  entrypoint: bin/echoing
            """
        );
        return folder;
    }
}

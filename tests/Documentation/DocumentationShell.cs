using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Documentation;

/// <summary>A shell with the built programs on its path, in an empty folder, with a home of its own. Ending it ends what it started.</summary>
internal sealed class DocumentationShell : IDisposable
{
    private const string DocumentedAddress = "127.0.0.1:7878";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("speckit-docs-");
    private readonly string _address = $"127.0.0.1:{FreePort()}";

    /// <summary>Runs commands in order, up to the first that does not end as it should.</summary>
    public async Task<IReadOnlyList<(int ExitCode, string Text)>> RunAsync(
        IReadOnlyList<DocumentedCommand> commands,
        CancellationToken cancellationToken
    )
    {
        var script = Path.Combine(_folder.FullName, "script.sh");
        await File.WriteAllTextAsync(script, Script(commands), cancellationToken);
        using var process = Process.Start(Prepare(script))!;
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        return [.. commands.Select((_, i) => Read(i)).TakeWhile(o => o is not null).Select(o => o!.Value)];
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private (int ExitCode, string Text)? Read(int index)
    {
        var code = Path.Combine(_folder.FullName, $"{index}.code");
        return File.Exists(code)
            ? (
                int.Parse(File.ReadAllText(code)),
                File.ReadAllText(Path.Combine(_folder.FullName, $"{index}.out")).Replace(_address, DocumentedAddress)
            )
            : null;
    }

    // The commands share one shell, so that 'cd' and variables last.
    private string Script(IReadOnlyList<DocumentedCommand> commands)
    {
        var script = new StringBuilder("trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT\ncd \"$SPECKIT_DOCS/work\"\n");
        for (var i = 0; i < commands.Count; i++)
        {
            var command = commands[i];
            var text = command.Text.Replace(DocumentedAddress, _address);
            script.Append($"{{ {text}\n}} >\"$SPECKIT_DOCS/{i}.out\" 2>&1\ncode=$?\n");
            if (command.IsServer)
            {
                var port = $"/dev/tcp/{_address.Replace(':', '/')}";
                script.Append($"for i in $(seq 300); do (echo >{port}) 2>/dev/null && break; sleep 0.1; done\n");
            }

            script.Append($"echo $code >\"$SPECKIT_DOCS/{i}.code\"\n[ $code = {command.ExitCode} ] || exit 1\n");
        }

        return script.ToString();
    }

    private ProcessStartInfo Prepare(string script)
    {
        var home = _folder.CreateSubdirectory("home").FullName;
        var work = _folder.CreateSubdirectory("work").FullName;
        CopyFeeds(home);
        var start = new ProcessStartInfo("bash", [script]) { WorkingDirectory = work, RedirectStandardInput = true };
        start.Environment["SPECKIT_DOCS"] = _folder.FullName;
        start.Environment["SPECKIT_REPOSITORY"] = Pages.Repository.Root;
        start.Environment["HOME"] = home;
        start.Environment["DOTNET_CLI_HOME"] = home;
        start.Environment["NUGET_PACKAGES"] = Path.Combine(home, "packages");
        start.Environment["PATH"] = $"{Binaries.Folder}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment.Remove("SPECKIT_TOKEN");
        return start;
    }

    // Where packages come from is this machine's business; everything else of the user's stays out.
    private static void CopyFeeds(string home)
    {
        const string Config = ".nuget/NuGet/NuGet.Config";
        var mine = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Config);
        if (File.Exists(mine))
        {
            var target = Path.Combine(home, Config);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(mine, target);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

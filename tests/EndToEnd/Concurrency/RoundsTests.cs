using System.Diagnostics;
using System.Text.Json;

namespace Speckit.EndToEnd.Concurrency;

/// <summary>Eight commands change one project at once, round after round. Each succeeds or says why not, and nothing is lost.</summary>
/// <param name="plugins">What is installed.</param>
/// <param name="output">Where the count goes.</param>
public sealed class RoundsTests(CachedPlugins plugins, ITestOutputHelper output) : IClassFixture<CachedPlugins>
{
    private const int Rounds = 200;
    private const int AtOnce = 8;
    private const int Seed = 20261124;

    /// <summary>After this no round is begun: a slow machine does fewer.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(100);

    private static readonly string[] Commands =
    [
        "install top@1.0.0 --offline --yes",
        "install top@2.0.0 --offline --yes",
        "install dep --offline --yes",
        "install other --offline --yes",
        "install extra --offline --yes",
        "update top --offline --yes",
        "update --all --offline --yes",
        "rollback top --offline --yes",
        "repair --offline --yes",
        "enable top",
        "enable other",
        "disable top --yes",
        "remove top --yes",
        "remove other --yes",
        "remove extra --purge --yes",
        "remove dep --yes",
    ];

    /// <summary>What a command may say when others were faster: it is not installed, what it needs is gone, or others were faster each time.</summary>
    private static readonly string[] Refusals = ["SPK5004", "SPK5007", "SPK5026"];

    [Fact]
    public async Task Commands_EightAtOnce_LoseNothing()
    {
        using var sandbox = await plugins.OpenAsync();
        var trees = await FindTreesAsync(sandbox);
        var random = new Random(Seed);
        var watch = Stopwatch.StartNew();
        var told = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var round = 0;
        for (; round < Rounds && watch.Elapsed < Enough; round++)
        {
            var commands = Enumerable.Range(0, AtOnce).Select(_ => Commands[random.Next(Commands.Length)]).ToArray();
            var all = await Task.WhenAll(
                commands.Select(c => sandbox.SpecifyAsync(["plugin", .. c.Split(' '), "--json"]))
            );
            foreach (var (command, finished) in commands.Zip(all))
            {
                var code = CodeOf(finished, $"round {round}: {command}");
                told[code] = told.GetValueOrDefault(code) + 1;
            }

            await CheckAsync(sandbox, trees, $"round {round}: {string.Join("; ", commands)}");
        }

        output.WriteLine($"{round} rounds: {string.Join(", ", told.Select(t => $"{t.Key} {t.Value}"))}");
        told.Keys.ShouldBeSubsetOf(["done", .. Refusals]);
        told["done"].ShouldBeGreaterThan(round * AtOnce / 3);
    }

    /// <summary>The code of a command's first error, or "done".</summary>
    private static string CodeOf(Finished finished, string context)
    {
        finished.All.ShouldNotContain("   at ", customMessage: context);
        using var document = JsonDocument.Parse(finished.Output);
        document.RootElement.GetProperty("exitCode").GetInt32().ShouldBe(finished.ExitCode, context);
        return finished.ExitCode == 0
            ? "done"
            : document
                .RootElement.GetProperty("diagnostics")
                .EnumerateArray()
                .First(d => d.GetProperty("severity").GetString() == "error")
                .GetProperty("code")
                .GetString()!;
    }

    private static async Task CheckAsync(Sandbox sandbox, Dictionary<string, string> trees, string context)
    {
        var listed = await sandbox.SpecifyAsync("plugin", "list", "--json");
        listed.ShouldSucceed().Output.ShouldNotContain("broken", customMessage: context);
        ProjectState.FindLeftover(sandbox).ShouldBeNull(context);
        ProjectState.AuditIsWhole(sandbox).ShouldBeTrue(context);
        var enabled = new List<string>();
        var locked = Locked(sandbox);
        foreach (var (name, (version, isEnabled)) in locked)
        {
            ProjectState.TreeOf(sandbox, name).ShouldBe(trees[$"{name} {version}"], context);
            if (isEnabled)
            {
                enabled.Add($"{name}-agent.md");
            }
        }

        Names(Path.Combine(sandbox.Project, ".specify", "plugins")).ShouldBeSubsetOf(locked.Keys, context);
        Names(Path.Combine(sandbox.Project, ".claude", "agents")).ShouldBe(enabled, ignoreOrder: true, context);
    }

    private static string[] Names(string directory) =>
        Directory.Exists(directory)
            ? [.. Directory.EnumerateFileSystemEntries(directory).Select(e => Path.GetFileName(e))]
            : [];

    private static Dictionary<string, (string Version, bool Enabled)> Locked(Sandbox sandbox)
    {
        if (!File.Exists(sandbox.LockFile))
        {
            return [];
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(sandbox.LockFile));
        return document
            .RootElement.GetProperty("plugins")
            .EnumerateObject()
            .ToDictionary(
                p => p.Name,
                p => (p.Value.GetProperty("version").GetString()!, p.Value.GetProperty("enabled").GetBoolean())
            );
    }

    /// <summary>What each version's folder is when it is installed alone.</summary>
    private static async Task<Dictionary<string, string>> FindTreesAsync(Sandbox sandbox)
    {
        var trees = new Dictionary<string, string>();
        foreach (var plugin in new[] { "top@1.0.0", "top@2.0.0", "other", "extra" })
        {
            (await sandbox.SpecifyAsync("plugin", "install", plugin, "--offline", "--yes")).ShouldSucceed();
            foreach (var (name, (version, _)) in Locked(sandbox))
            {
                trees[$"{name} {version}"] = ProjectState.TreeOf(sandbox, name);
            }
        }

        return trees;
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using Speckit.Host.Changelogs;
using Speckit.Host.Installed;
using Speckit.Host.Lifecycle;
using Speckit.Host.Outputs;
using Speckit.Host.Projects;
using Speckit.Host.Services;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Tests.Support;

/// <summary>Remembers what it was told, and gives the answers it was given.</summary>
internal sealed class RecordingObserver : ILifecycleObserver
{
    public List<string> Said { get; } = [];

    public List<Diagnostic> Warnings { get; } = [];

    public List<ConsentRequest> Asked { get; } = [];

    public ConsentAnswer Consent { get; set; } = ConsentAnswer.Accepted;

    public ConsentAnswer Confirmation { get; set; } = ConsentAnswer.Accepted;

    /// <summary>What another command does while the user thinks about the first question, or null.</summary>
    public Func<Task>? Meanwhile { get; set; }

    public async Task<ConsentAnswer> AskConsentAsync(
        ImmutableArray<ConsentRequest> requests,
        CancellationToken cancellationToken
    )
    {
        Asked.AddRange(requests);
        var (consent, meanwhile) = (Consent, Meanwhile);
        Meanwhile = null;
        await (meanwhile?.Invoke() ?? Task.CompletedTask);
        return consent;
    }

    public void Changelog(PluginName name, ImmutableArray<ChangelogSection> sections) =>
        Said.AddRange(sections.SelectMany(s => s.Entries.Select(e => $"{name} {s.Version}: {e}")));

    public Task<ConsentAnswer> ConfirmAsync(string question, CancellationToken cancellationToken)
    {
        Said.Add(question);
        return Task.FromResult(Confirmation);
    }

    public void Step(int number, int of, string title) => Said.Add($"[{number}/{of}] {title}");

    public void Done(string text) => Said.Add(text);

    public void Note(string text) => Said.Add(text);

    public void Warn(Diagnostic warning) => Warnings.Add(warning);

    public void Downloaded(long received, long total) => Said.Add($"{received} of {total}");
}

/// <summary>Remembers plugins' words, and tells when there is a new one.</summary>
internal sealed class RecordingConsole : IPluginConsole
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<string> Lines { get; } = new();

    public ConcurrentQueue<Finding> Findings { get; } = new();

    /// <summary>Done when the first word was said.</summary>
    public Task First => _first.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public void Write(string plugin, ConsoleWriteParams message) => Add($"{message.Level}: {message.Text}");

    public void Finding(string plugin, Finding finding)
    {
        Findings.Enqueue(finding);
        Add($"finding: {finding.Rule}");
    }

    public void Progress(string plugin, ProgressParams progress) => Add($"progress: {progress.Message}");

    public void Log(string plugin, LogParams entry) => Add($"log: {entry.Message}");

    private void Add(string line)
    {
        Lines.Enqueue(line);
        _first.TrySetResult();
    }
}

/// <summary>A file with a line for each enabled plugin.</summary>
internal sealed class RecordingOutput : IProjectOutput
{
    public const string FileName = "enabled.txt";

    /// <summary>What goes wrong, or null.</summary>
    public Diagnostic? Failure { get; set; }

    public Diagnostic? Kept { get; set; }

    public Result<OutputReport> Reconcile(ProjectLayout project, ImmutableArray<InstalledPlugin> plugins)
    {
        if (Failure is not null)
        {
            return Failure;
        }

        var lines = plugins.Where(p => p.Enabled).Select(p => $"{p.Name} {p.Version}");
        File.WriteAllLines(Path.Combine(project.Root, FileName), lines);
        return new OutputReport([FileName], [], Kept is null ? [] : [Kept]);
    }

    public static string[] Read(ProjectLayout project) =>
        Path.Combine(project.Root, FileName) is var path && File.Exists(path) ? File.ReadAllLines(path) : [];
}

using System.Collections.Immutable;
using System.Globalization;
using Speckit.Host.Changelogs;
using Speckit.Host.Lifecycle;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Interaction;

/// <summary>Shows lifecycle operations as the JP design draws them (§5.2, 5.3, 5.6) and asks what they ask.</summary>
/// <param name="terminal">Where to show and ask.</param>
/// <param name="yes">Whether every answer is yes.</param>
internal sealed class LifecycleReporter(Terminal terminal, bool yes) : ILifecycleObserver
{
    private const string Indent = "      ";
    private const int BarWidth = 40;
    private readonly List<Diagnostic> _warnings = [];
    private bool _stepShown;
    private bool _barShown;

    /// <summary>The warnings that were shown, for the JSON document.</summary>
    internal ImmutableArray<Diagnostic> Warnings => [.. _warnings];

    public void Step(int number, int of, string title)
    {
        EndBar();
        if (_stepShown)
        {
            terminal.Line();
        }

        _stepShown = true;
        terminal.Line($"{terminal.Bold($"[{number}/{of}]")} {TerminalText.Line(title)}");
    }

    public void Done(string text)
    {
        EndBar();
        terminal.Line($"{Indent}{terminal.Green("✓")} {TerminalText.Line(text)}");
    }

    public void Note(string text)
    {
        EndBar();
        terminal.Line($"{Indent}{TerminalText.Line(text)}");
    }

    public void Warn(Diagnostic warning)
    {
        EndBar();
        _warnings.Add(warning);
        terminal.Line($"{Indent}{terminal.Yellow("⚠")} {TerminalText.Line(warning.Message)}");
        if (warning.Hint is { } hint)
        {
            terminal.Line($"{Indent}  {TerminalText.Line(hint)}");
        }
    }

    public void Downloaded(long received, long total)
    {
        if (!terminal.IsTerminal || total <= 0)
        {
            return;
        }

        var share = Math.Clamp((double)received / total, 0, 1);
        var width = Math.Clamp(terminal.Width - Indent.Length - 8, 10, BarWidth);
        var full = (int)(share * width);
        var percent = string.Create(CultureInfo.InvariantCulture, $"{share * 100:0}%");
        terminal.Writer.Write($"\r{Indent}[{new string('█', full)}{new string('░', width - full)}] {percent, 4}");
        terminal.Writer.Flush();
        _barShown = true;
    }

    public async Task<ConsentAnswer> AskConsentAsync(
        ImmutableArray<ConsentRequest> requests,
        CancellationToken cancellationToken
    )
    {
        EndBar();
        foreach (var request in requests)
        {
            ConsentBox.Show(terminal, request);
        }

        var what = requests.Any(r => r.Installed is null) ? "install" : "update";
        return await ConfirmAsync($"Accept and {what}?", cancellationToken);
    }

    public void Changelog(PluginName name, ImmutableArray<ChangelogSection> sections)
    {
        EndBar();
        foreach (var section in sections)
        {
            terminal.Line($"{Indent}{TerminalText.Line($"{name} {section.Version}")}");
            foreach (var entry in section.Entries)
            {
                var text = TerminalText.Line(entry.ToString());
                terminal.Line($"{Indent}- {(entry.IsBreaking ? terminal.Yellow(text) : text)}");
            }
        }
    }

    public async Task<ConsentAnswer> ConfirmAsync(string question, CancellationToken cancellationToken)
    {
        EndBar();
        if (yes)
        {
            terminal.Line($"{Indent}{question} yes (--yes)");
            return ConsentAnswer.Accepted;
        }

        if (!terminal.CanAsk)
        {
            return ConsentAnswer.CannotAsk;
        }

        var answer = await terminal.AskAsync($"{Indent}{question} [y/N]: ", cancellationToken);
        return answer?.Trim().ToUpperInvariant() is "Y" or "YES" ? ConsentAnswer.Accepted : ConsentAnswer.Refused;
    }

    private void EndBar()
    {
        if (_barShown)
        {
            _barShown = false;
            terminal.Line();
        }
    }
}

using System.Text;
using Speckit.Host.Lifecycle;
using Speckit.Manifests.Model;
using Speckit.Packaging.Trust;

namespace Speckit.Cli.Interaction;

/// <summary>The box that shows what a plugin is and what it may do, before it is installed (JP design §10.2).</summary>
internal static class ConsentBox
{
    private const int LeastWidth = 50;
    private const int MostWidth = 90;
    private const string Margin = "  ";

    /// <summary>Draws the box; without a terminal, the few lines of JP design §5.2.</summary>
    internal static void Show(Terminal terminal, ConsentRequest request)
    {
        if (!terminal.IsTerminal)
        {
            ShowLines(terminal, request);
            return;
        }

        var verb = request.Installed is null ? "Installing" : $"Updating {request.Installed} to";
        var title = TerminalText.Line($"{verb} {request.Manifest.Name}@{request.Manifest.Version}");
        var inner = Math.Clamp(terminal.Width, LeastWidth, MostWidth) - 4;
        var lines = Lines(request).SelectMany(line => Wrap(TerminalText.Line(line), inner)).ToList();
        var head = Terminal.Cut(title, inner - 2);
        terminal.Line($"╭─ {terminal.Bold(head)} {new string('─', inner - Terminal.WidthOf(head) - 1)}╮");
        lines.ForEach(line => terminal.Line($"│ {line}{new string(' ', inner - Terminal.WidthOf(line))} │"));
        terminal.Line($"╰{new string('─', inner + 2)}╯");
    }

    private static void ShowLines(Terminal terminal, ConsentRequest request)
    {
        terminal.Line($"      {TerminalText.Line($"{request.Manifest.Name} {request.Manifest.Version}")}");
        terminal.Line($"      {TerminalText.Line(TrustWords(request))}");
        if (request.Capabilities.IsEmpty)
        {
            terminal.Line("      Plugin requests no capabilities");
            return;
        }

        terminal.Line($"      ⚠ Plugin requests: {string.Join(", ", request.Capabilities.Select(c => c.Id))}");
        foreach (var line in Capabilities(request))
        {
            terminal.Line($"   {TerminalText.Line(line)}");
        }
    }

    private static IEnumerable<string> Lines(ConsentRequest request)
    {
        var manifest = request.Manifest;
        yield return "";
        yield return "📦 Package Information";
        yield return $"   Name:    {manifest.Name}";
        yield return $"   Version: {manifest.Version}";
        yield return $"   Author:  {manifest.Author ?? "not said"}";
        yield return $"   Trust:   {TrustWords(request)}";
        yield return $"   From:    {request.Resolved}";
        if (!request.RequiredBy.IsEmpty)
        {
            yield return $"   Needed by: {string.Join(", ", request.RequiredBy)}";
        }

        yield return "";
        yield return "🔐 Capabilities Requested";
        foreach (var line in Capabilities(request))
        {
            yield return line;
        }

        yield return "";
        yield return "📋 What This Plugin Does";
        yield return $"   • {manifest.Description}";
        foreach (var line in Provides(manifest))
        {
            yield return $"   • {line}";
        }

        yield return "";
        yield return "⚠  Review the capabilities before proceeding.";
        yield return "";
    }

    private static string TrustWords(ConsentRequest request) =>
        request.Origin.Trust switch
        {
            TrustLevel.Unsigned => "⚠ Unsigned: nobody vouches for where it comes from",
            TrustLevel.SelfSigned =>
                $"⚠ Self-signed by {request.Origin.Signer}: the registry did not verify who that is",
            TrustLevel.Verified => $"✓ Verified, signed by {request.Origin.Signer}",
            _ => $"✓ Certified, signed by {request.Origin.Signer}",
        };

    private static IEnumerable<string> Capabilities(ConsentRequest request)
    {
        if (request.Capabilities.IsEmpty)
        {
            yield return "   none: it can only compute and speak";
            yield break;
        }

        var width = request.Capabilities.Max(c => c.Id.Length) + 2;
        foreach (var capability in request.Capabilities)
        {
            var isNew = request.Installed is not null && request.Added.Contains(capability);
            yield return $"   • {capability.Id.PadRight(width)}{capability.Meaning}{(isNew ? "  (new)" : "")}";
            if (request.Manifest.Requires.CapabilityReasons.GetValueOrDefault(capability.Id) is { } reason)
            {
                yield return $"     {new string(' ', width)}“{reason}”";
            }
        }
    }

    private static IEnumerable<string> Provides(PluginManifest manifest)
    {
        var provides = manifest.Provides;
        foreach (var command in provides.Commands)
        {
            yield return $"Command {command.Name}: {command.Description}";
        }

        foreach (var agent in provides.Agents)
        {
            yield return $"Agent {agent.Name}: {agent.Description}";
        }

        foreach (var workflow in provides.Workflows)
        {
            yield return $"Workflow {workflow.Name}: {workflow.Mode.ToString().ToLowerInvariant()}s the phase {workflow.Phase}";
        }

        foreach (var integration in provides.Integrations)
        {
            yield return $"Integration {integration.Name}: {integration.Description}";
        }

        foreach (var hook in provides.Hooks)
        {
            yield return $"Runs on {hook.Event}";
        }
    }

    /// <summary>Breaks a line at spaces; what follows is indented like the line itself.</summary>
    private static IEnumerable<string> Wrap(string text, int width)
    {
        if (Terminal.WidthOf(text) <= width)
        {
            yield return text;
            yield break;
        }

        var start = text[..^text.TrimStart().Length];
        var indent = start + Margin;
        var line = new StringBuilder(start);
        var isEmpty = true;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var piece = Terminal.Cut(word, width - indent.Length);
            if (!isEmpty && Terminal.WidthOf(line.ToString()) + 1 + Terminal.WidthOf(piece) > width)
            {
                yield return line.ToString();
                line.Clear().Append(indent);
                isEmpty = true;
            }

            line.Append(isEmpty ? "" : " ").Append(piece);
            isEmpty = false;
        }

        yield return line.ToString();
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Commands.Plugins.Configuration;

/// <summary>The editor that the user chose with <c>$VISUAL</c> or <c>$EDITOR</c>, options included.</summary>
internal static class UserEditor
{
    internal static async Task<Result<Unit>> OpenAsync(
        CommandContext context,
        string file,
        CancellationToken cancellationToken
    )
    {
        var editor = new[] { "VISUAL", "EDITOR" }
            .Select(context.Environment.Variable)
            .FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));
        if (editor is null)
        {
            return CliDiagnostics.ToolMissing.Error(
                "no editor is chosen",
                "set VISUAL or EDITOR, or use 'plugin config <name> set <key> <value>'"
            );
        }

        try
        {
            using var process = Process.Start(Command(editor, file, context.Json))!;
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? new Unit()
                : CliDiagnostics.EditorFailed.Error(
                    string.Create(CultureInfo.InvariantCulture, $"the editor '{editor}' ended with {process.ExitCode}"),
                    "nothing was changed; check VISUAL and EDITOR"
                );
        }
        catch (Win32Exception e)
        {
            return CliDiagnostics.ToolMissing.Error(
                $"the editor '{editor}' could not be started: {e.Message}",
                "check VISUAL and EDITOR"
            );
        }
    }

    /// <summary>The shell reads the variable, as it does for git: it may hold options and quotes. Standard output is the JSON document's.</summary>
    private static ProcessStartInfo Command(string editor, string file, bool json)
    {
        if (OperatingSystem.IsWindows())
        {
            var parts = editor.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return new ProcessStartInfo(parts[0], [.. parts[1..], file]);
        }

        var script = $"{editor} \"$1\"{(json ? " 1>&2" : "")}";
        return new ProcessStartInfo("/bin/sh", ["-c", script, "specify", file]);
    }
}

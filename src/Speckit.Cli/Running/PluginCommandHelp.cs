using System.Collections.Immutable;
using Speckit.Cli.Interaction;
using Speckit.Host.Extensions;
using Speckit.Host.Installed;
using Speckit.Host.Projects;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Running;

/// <summary>The help of a plugin's command, from its manifest: nothing of the plugin is started for it.</summary>
internal static class PluginCommandHelp
{
    /// <summary>Writes the help of an enabled plugin's command.</summary>
    /// <param name="project">The project.</param>
    /// <param name="name">The command.</param>
    /// <param name="program">The program's name.</param>
    /// <param name="output">Where to.</param>
    /// <returns>False when there is no such command.</returns>
    internal static bool TryWrite(ProjectLayout project, string name, string program, TextWriter output)
    {
        var loaded = InstalledIndex.Load(project);
        var found = loaded.Succeeded ? ExtensionTable.Of(loaded.Value).FindCommand(name) : null;
        if (found is null)
        {
            return false;
        }

        var command = found.Provision;
        output.WriteLine("Description:");
        output.WriteLine(
            $"  {TerminalText.Line(command.Description)} (plugin {found.Plugin.Name} {TerminalText.Line(found.Plugin.Version)})"
        );
        output.WriteLine();
        output.WriteLine("Usage:");
        output.WriteLine($"  {program} run {TerminalText.Line(command.Name)}{Synopsis(command)}");
        WriteTable(output, "Arguments", Rows(command.Arguments, a => $"<{a.Name}>"));
        WriteTable(output, "Options", Rows(command.Options, OptionForm));
        output.WriteLine();
        return true;
    }

    private static string Synopsis(CommandProvision command)
    {
        var arguments = command.Arguments is { } declared
            ? string.Concat(declared.Select(a => a.Required && a.Default is null ? $" <{a.Name}>" : $" [{a.Name}]"))
            : " [arguments]";
        return TerminalText.Line(arguments) + (command.Options is { IsEmpty: true } ? "" : " [options]");
    }

    private static string OptionForm(ParameterDeclaration option) =>
        option.IsFlag ? $"--{option.Name}" : $"--{option.Name} <value>";

    private static (string Form, string Text)[] Rows(
        ImmutableArray<ParameterDeclaration>? declared,
        Func<ParameterDeclaration, string> form
    ) =>
        [
            .. (declared ?? []).Select(p =>
                (TerminalText.Line(form(p)), TerminalText.Line(p.Description + DefaultOf(p)))
            ),
        ];

    private static string DefaultOf(ParameterDeclaration parameter) =>
        parameter.Default is { } value && !parameter.IsFlag ? $" [default: {value}]" : "";

    private static void WriteTable(TextWriter output, string title, (string Form, string Text)[] rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        var width = rows.Max(r => Terminal.WidthOf(r.Form));
        output.WriteLine();
        output.WriteLine($"{title}:");
        foreach (var (form, text) in rows)
        {
            output.WriteLine($"  {form}{new string(' ', width - Terminal.WidthOf(form))}  {text}");
        }
    }
}

namespace Speckit.Workspace.Agents;

/// <summary>The only places that agent files may have: <c>.claude/commands/[ns/]name.md</c> and <c>.claude/agents/name.md</c>.</summary>
internal static class AgentFilePath
{
    private const string Root = ".claude";
    private const string Commands = "commands";
    private const string Agents = "agents";
    private const int MaximumName = 64;

    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

    /// <summary>Whether the text can be a file or folder name on every system, and cannot be read as anything else.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaximumName
        && (char.IsAsciiLetterOrDigit(name[0]) || name[0] == '_')
        && name[^1] != '.'
        // Claude Code ends front matter at three hyphens, wherever they are.
        && !name.Contains("---", StringComparison.Ordinal)
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
        && !IsDevice(name.Split('.')[0].ToUpperInvariant());

    /// <summary>The file of a command, <c>[namespace:]name</c>; null when the name cannot be one.</summary>
    public static string? OfCommand(string name) =>
        name.Split(':') switch
        {
            [var only] when IsName(only) => $"{Root}/{Commands}/{only}.md",
            [var space, var command] when IsName(space) && IsName(command) => $"{Root}/{Commands}/{space}/{command}.md",
            _ => null,
        };

    /// <summary>The file of an agent; null when the name cannot be one.</summary>
    public static string? OfAgent(string name) => IsName(name) ? $"{Root}/{Agents}/{name}.md" : null;

    /// <summary>Whether the path is one of those that this class makes.</summary>
    public static bool IsFile(string path) =>
        path.EndsWith(".md", StringComparison.Ordinal)
        && path[..^3].Split('/') switch
        {
            [Root, Commands, var name] => IsName(name),
            [Root, Commands, var space, var name] => IsName(space) && IsName(name),
            [Root, Agents, var name] => IsName(name),
            _ => false,
        };

    /// <summary>Whether the path is a folder of such files.</summary>
    public static bool IsFolder(string path) =>
        path.Split('/') switch
        {
            [Root] or [Root, Commands] or [Root, Agents] => true,
            [Root, Commands, var space] => IsName(space),
            _ => false,
        };

    /// <summary>The folders of a file, outermost first.</summary>
    public static IEnumerable<string> FoldersOf(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            yield return path[..slash];
        }
    }

    private static bool IsDevice(string stem) =>
        Devices.Contains(stem, StringComparer.Ordinal)
        || (
            stem.Length == 4
            && (stem.StartsWith("COM", StringComparison.Ordinal) || stem.StartsWith("LPT", StringComparison.Ordinal))
            && char.IsAsciiDigit(stem[3])
        );
}
